import type { Delimiter, Encoding, FileFormat, FilePreview } from '../../main/contract/transfer.ts';
import { useEngine } from '../app/engine-context.ts';
import { SelectInput } from '../parts/select-input.tsx';
import { showToast } from '../state/toast-state.ts';
import { useWords } from '../words/words-context.ts';
import { showPreview } from './import-state.ts';
import classes from './import.module.css';

const ENCODINGS: readonly Encoding[] = ['utf-8', 'windows-1252', 'utf-16le'];
export const DELIMITER_WORDS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|'];

/** How the file is cut into rows; another choice reads it anew. */
export function FormatLine({ preview: { importId, format } }: { readonly preview: FilePreview }) {
  const { say } = useWords();
  const { client } = useEngine();
  const change = async (patch: Partial<FileFormat>): Promise<void> => {
    try {
      showPreview(await client.transfer.preview({ importId, format: { ...format, ...patch } }));
    } catch {
      showToast({ kind: 'info', text: say('transfer.failed') });
    }
  };
  return (
    <div className={classes.format} role="group" aria-label={say('transfer.format')}>
      <label className={classes.formatField}>
        {say('transfer.encoding')}
        <SelectInput
          value={format.encoding}
          options={ENCODINGS.map((value) => ({ value, label: say(`transfer.encoding.${value}`) }))}
          onValue={(encoding) => void change({ encoding: encoding as Encoding })}
        />
      </label>
      <label className={classes.formatField}>
        {say('transfer.delimiter')}
        <SelectInput
          value={format.delimiter}
          options={DELIMITERS.map((value) => ({ value, label: say(`transfer.delimiter.${DELIMITER_WORDS[value]}`) }))}
          onValue={(delimiter) => void change({ delimiter: delimiter as Delimiter })}
        />
      </label>
      <label className={classes.formatField}>
        {say('transfer.header')}
        <SelectInput
          value={format.hasHeader ? 'yes' : 'no'}
          options={[
            { value: 'yes', label: say('transfer.header.yes') },
            { value: 'no', label: say('transfer.header.no') },
          ]}
          onValue={(value) => void change({ hasHeader: value === 'yes' })}
        />
      </label>
    </div>
  );
}
