import { IconFileImport } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { MAX_FILE_BYTES, type TransferTarget } from '../../main/contract/transfer.ts';
import { codeOf } from '../app/app-client.ts';
import { useEngine } from '../app/engine-context.ts';
import { Button } from '../parts/button.tsx';
import { ChoiceList } from '../parts/choice-list.tsx';
import { Meter } from '../parts/meter.tsx';
import { useWords } from '../words/words-context.ts';
import { handOver } from './hand-over.ts';
import { showPreview, useImportState } from './import-state.ts';
import { MayImport } from './may-import.tsx';
import classes from './import.module.css';

const TARGETS: readonly TransferTarget[] = ['contacts', 'companies', 'deals'];

/** What is in the file, and which file. */
export function FileStep() {
  const { say, percent } = useWords();
  const target = useImportState((state) => state.target);
  const { take, reading, error } = useTake(target);
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    const file = event.dataTransfer.files[0];
    if (file) void take(file);
  };
  return (
    <div className={classes.file}>
      <h2 className={classes.head}>{say('transfer.what')}</h2>
      <ChoiceList
        label={say('transfer.what')}
        choices={TARGETS.map((value) => ({ value, label: say(`transfer.target.${value}`) }))}
        value={target}
        onChange={(value) => useImportState.setState({ target: TARGETS.find((each) => each === value) ?? target })}
      />
      <MayImport target={target}>
        <div
          className={classes.drop}
          data-over={isOver || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setIsOver(true);
          }}
          onDragLeave={() => setIsOver(false)}
          onDrop={onDrop}
        >
          <Button
            variant="filled"
            icon={IconFileImport}
            label={say('transfer.choose')}
            disabled={reading !== null}
            onClick={() => input.current?.click()}
          />
          <p className={classes.quiet}>{say('transfer.drop')}</p>
          <input
            ref={input}
            type="file"
            hidden
            accept=".csv,.tsv,.txt,text/csv"
            data-testid="import-file"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              event.currentTarget.value = '';
              if (file) void take(file);
            }}
          />
        </div>
      </MayImport>
      {reading && (
        <div role="status" className={classes.reading}>
          {say('transfer.reading', { name: reading.name, share: percent(reading.share) })}
          <Meter label={reading.name} value={reading.share} max={1} valueText={percent(reading.share)} />
        </div>
      )}
      {error !== null && (
        <p role="alert" className={classes.error}>
          {error}
        </p>
      )}
      <p className={classes.quiet}>{say('transfer.limits')}</p>
    </div>
  );
}

interface Reading {
  readonly name: string;
  readonly share: number;
}

function useTake(target: TransferTarget) {
  const { client } = useEngine();
  const { say, number } = useWords();
  const [reading, setReading] = useState<Reading | null>(null);
  const [error, setError] = useState<string | null>(null);
  const take = async (file: File): Promise<void> => {
    setError(null);
    if (file.size === 0) return setError(say('transfer.emptyFile'));
    if (file.size > MAX_FILE_BYTES)
      return setError(say('transfer.tooLarge', { size: number(Math.ceil(file.size / 1024 / 1024)) }));
    setReading({ name: file.name, share: 0 });
    try {
      showPreview(await handOver(client, { file, target, onShare: (share) => setReading({ name: file.name, share }) }));
    } catch (cause) {
      setError(say(codeOf(cause) === 'BAD_REQUEST' ? 'transfer.tooMany' : 'transfer.failed'));
    } finally {
      setReading(null);
    }
  };
  return { take, reading, error };
}
