import type { FilePreview } from '../../main/contract/transfer.ts';
import { Column } from '../parts/column.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Steps } from '../parts/steps.tsx';
import { useWords } from '../words/words-context.ts';
import { FileStep } from './file-step.tsx';
import { DELIMITER_WORDS } from './format-line.tsx';
import { useImportState } from './import-state.ts';
import { MappingStep } from './mapping-step.tsx';
import { ProgressStep } from './progress-step.tsx';
import classes from './import.module.css';

/** A file of contacts, companies or deals: chosen, looked at, tried out, and only then brought in. */
export function ImportScreen() {
  const { say } = useWords();
  const { preview, isRunning } = useImportState();
  const stepIndex = preview === null ? 0 : isRunning ? 2 : 1;
  return (
    <Column width="grow">
      <div className={classes.top}>
        <PageHead
          title={preview === null ? say('transfer.title') : say(`transfer.titleOf.${preview.target}`)}
          beside={preview && <About preview={preview} />}
          actions={
            <Steps
              steps={[say('transfer.step.file'), say('transfer.step.mapping'), say('transfer.step.import')]}
              currentIndex={stepIndex}
            />
          }
        />
      </div>
      {preview === null && <FileStep />}
      {preview !== null && !isRunning && <MappingStep key={preview.importId} preview={preview} />}
      {preview !== null && isRunning && <ProgressStep preview={preview} />}
    </Column>
  );
}

function About({ preview: { fileName, rows, format, newline } }: { readonly preview: FilePreview }) {
  const { say } = useWords();
  return (
    <span className={classes.about}>
      {say('transfer.about', {
        file: fileName,
        rows: say('transfer.rows', { count: rows }),
        encoding: say(`transfer.encoding.${format.encoding}`),
        delimiter: say(`transfer.delimiter.${DELIMITER_WORDS[format.delimiter]}`),
        newline,
      })}
    </span>
  );
}
