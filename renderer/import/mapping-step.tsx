import { IconArrowBackUp } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import type { DryRunReport, FilePreview, ImportPlan } from '../../main/contract/transfer.ts';
import { useEngine } from '../app/engine-context.ts';
import { Button } from '../parts/button.tsx';
import { Column, Columns } from '../parts/column.tsx';
import { ImportReport, type ReportRow } from '../parts/import-report.tsx';
import { Note } from '../parts/note.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { errorText } from '../records/refusal.ts';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import { DecideForm } from './decide-form.tsx';
import { FormatLine } from './format-line.tsx';
import { startOver, useImportState } from './import-state.ts';
import { LinesTable } from './lines-table.tsx';
import { MappingTable } from './mapping-table.tsx';
import { PreviewTable } from './preview-table.tsx';
import { type DryRun, useDryRun } from './use-dry-run.ts';
import { usePlan } from './use-plan.ts';
import classes from './import.module.css';

/** Columns and their fields on the left, what it would make on the right; nothing is written. */
export function MappingStep({ preview }: { readonly preview: FilePreview }) {
  const { say } = useWords();
  const planning = usePlan();
  const { plan, isNamed } = planning;
  const run = useDryRun(preview.importId, isNamed ? plan : null);
  const { begin, error } = useBegin(preview, plan);
  const canBegin = plan !== null && isNamed && !run.isRunning && (run.report?.made ?? 0) > 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !canBegin) return;
    event.preventDefault();
    void begin();
  };
  return (
    // Keys of the whole step.
    <div role="presentation" className={classes.step} onKeyDown={onKeyDown}>
      <Columns>
        <Column width="grow" isScrolling label={say('import.mapping')}>
          <MappingTable preview={preview} />
          {run.report && <PreviewTable report={run.report} />}
          {run.report && <LinesTable lines={run.report.lines} count={run.report.refused + run.report.skipped} />}
          <FormatLine preview={preview} />
        </Column>
        <Column width="report" isScrolling isPadded label={say('import.dryRun')}>
          <Report run={run} rows={preview.rows} isNamed={isNamed} />
          {plan && <DecideForm planning={{ ...planning, plan }} />}
          <Note tone="accent" icon={IconArrowBackUp}>
            {say('transfer.note')}
          </Note>
          {error !== null && (
            <p role="alert" className={classes.error}>
              {error}
            </p>
          )}
          <Foot preview={preview} made={run.report?.made ?? 0} canBegin={canBegin} onBegin={() => void begin()} />
        </Column>
      </Columns>
    </div>
  );
}

function useBegin({ importId }: FilePreview, plan: ImportPlan | null) {
  const { client } = useEngine();
  const words = useWords();
  const [error, setError] = useState<string | null>(null);
  const begin = async (): Promise<void> => {
    if (plan === null) return;
    try {
      await client.transfer.apply({ importId, plan });
      useImportState.setState({ isRunning: true });
    } catch (cause) {
      setError(errorText(cause, words));
    }
  };
  return { begin, error };
}

function Report({
  run: { report, isRunning, error },
  rows,
  isNamed,
}: {
  readonly run: DryRun;
  readonly rows: number;
  readonly isNamed: boolean;
}) {
  const words = useWords();
  const { say } = words;
  const target = useImportState((state) => state.target);
  const seconds =
    report === null
      ? ''
      : words.say('import.nothingWritten', { time: `${words.number(Math.round(report.tookMs / 100) / 10)} s` });
  const meta = isRunning ? say('transfer.checking', { rows: say('transfer.rows', { count: rows }) }) : seconds;
  return (
    <>
      <SectionHead title={say('import.dryRun')} meta={meta} />
      {!isNamed && <Note tone="wait">{say('transfer.nameNeeded')}</Note>}
      {error !== null && <Note tone="bad">{errorText(error, words)}</Note>}
      {report && <ImportReport rows={reportRows(report, target, words)} />}
    </>
  );
}

function reportRows(
  report: DryRunReport,
  target: 'contacts' | 'companies' | 'deals',
  { say }: Words,
): readonly ReportRow[] {
  const credits = report.price?.credits ?? null;
  const look = (label: string, count: number): readonly ReportRow[] =>
    count === 0 ? [] : [{ label, count, isToLookAt: true }];
  return [
    { label: say(`transfer.new.${target}`), count: report.made },
    { label: say('transfer.skipped'), count: report.skipped },
    { label: say('transfer.refused'), count: report.refused, isToLookAt: true },
    ...(target === 'companies' ? [] : [{ label: say('transfer.newCompanies'), count: report.newCompanies }]),
    ...look(say('transfer.unknownCompanies'), report.unknownCompanies.rows),
    ...look(say('transfer.unknownContacts'), report.unknownContacts.rows),
    ...look(say('transfer.unknownOwners'), report.unknownOwners.rows),
    ...(target === 'companies' ? [] : [{ label: say('transfer.withoutCompany'), count: report.withoutCompany }]),
    ...(target === 'deals' ? [{ label: say('transfer.withoutValue'), count: report.withoutValue }] : []),
    ...(credits === null ? [] : [{ label: say('transfer.credits'), count: credits }]),
  ];
}

interface FootProps {
  readonly preview: FilePreview;
  readonly made: number;
  readonly canBegin: boolean;
  readonly onBegin: () => void;
}

function Foot({ preview, made, canBegin, onBegin }: FootProps) {
  const { say } = useWords();
  const { client } = useEngine();
  const back = (): void => {
    void client.transfer.close({ importId: preview.importId }).catch(() => undefined);
    startOver();
  };
  return (
    <div className={classes.foot}>
      <Button variant="subtle" label={say('transfer.back')} onClick={back} />
      <Button
        variant="filled"
        label={say(`transfer.import.${preview.target}`, { count: made })}
        keys="Mod+Enter"
        disabled={!canBegin}
        onClick={onBegin}
      />
    </div>
  );
}
