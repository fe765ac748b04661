import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FilePreview, ImportProgress } from '../../main/contract/transfer.ts';
import { useEngine } from '../app/engine-context.ts';
import { useGo } from '../app/use-go.ts';
import { Button } from '../parts/button.tsx';
import { ImportReport } from '../parts/import-report.tsx';
import { Meter } from '../parts/meter.tsx';
import { Note } from '../parts/note.tsx';
import { errorText } from '../records/refusal.ts';
import { useWords } from '../words/words-context.ts';
import { startOver } from './import-state.ts';
import { LinesTable } from './lines-table.tsx';
import { usePlan } from './use-plan.ts';
import classes from './import.module.css';

const ASK_EVERY_MS = 400;

/** True numbers while it runs, and what came of it. */
export function ProgressStep({ preview }: { readonly preview: FilePreview }) {
  const { say, number } = useWords();
  const { client } = useEngine();
  const { data, error } = useQuery({
    queryKey: ['transfer', preview.importId],
    queryFn: () => client.transfer.progress({ importId: preview.importId }),
    refetchInterval: (query) => (query.state.data?.phase === 'done' ? false : ASK_EVERY_MS),
    retry: false,
  });
  // The engine was started again or somebody else signed in: what was sent is in the records, the file is not here.
  useEffect(() => {
    if (error !== null) startOver();
  }, [error]);
  if (data === undefined) return null;
  return (
    <div className={classes.progress}>
      <div role="status">
        <h2 className={classes.head}>{say(`transfer.phase.${phaseOf(data)}`)}</h2>
      </div>
      <Meter
        label={say('transfer.lookedAt')}
        value={data.at}
        max={data.rows}
        valueText={say('transfer.atOf', { at: number(data.at), rows: number(data.rows) })}
      />
      <Numbers progress={data} />
      <Stopped progress={data} />
      <End progress={data} />
      <LinesTable lines={data.lines} count={data.refused + data.skipped} />
    </div>
  );
}

function phaseOf({ phase }: ImportProgress): 'running' | 'waiting' | 'stopped' | 'done' {
  return phase === 'waiting' || phase === 'stopped' || phase === 'done' ? phase : 'running';
}

function Numbers({ progress }: { readonly progress: ImportProgress }) {
  const { say } = useWords();
  const { target, companiesMade } = progress;
  return (
    <ImportReport
      rows={[
        { label: say('transfer.lookedAt'), count: progress.at },
        { label: say('transfer.made'), count: progress.made },
        { label: say('transfer.confirmed'), count: progress.confirmed },
        ...(target === 'companies' ? [] : [{ label: say('transfer.newCompanies'), count: companiesMade }]),
        { label: say('transfer.skipped'), count: progress.skipped },
        { label: say('transfer.refused'), count: progress.refused, isToLookAt: true },
      ]}
    />
  );
}

const STOPS = ['INSUFFICIENT_CREDITS', 'LIMIT_EXCEEDED', 'PERMISSION_DENIED'] as const;

/** Why it stopped, and the two ways on. */
function Stopped({ progress: { phase, reason, importId } }: { readonly progress: ImportProgress }) {
  const words = useWords();
  const { say } = words;
  const { client } = useEngine();
  const go = useGo();
  const { plan } = usePlan();
  const [failure, setFailure] = useState<string | null>(null);
  if (phase !== 'stopped' || reason === null) return null;
  const known = STOPS.find((code) => code === reason.code);
  const goOn = async (): Promise<void> => {
    if (plan === null) return;
    try {
      await client.transfer.apply({ importId, plan });
      setFailure(null);
    } catch (error) {
      setFailure(errorText(error, words));
    }
  };
  return (
    <Note tone="bad">
      {say(`transfer.stop.${known ?? 'other'}`)}
      {failure !== null && <p role="alert">{failure}</p>}
      <span className={classes.row}>
        <Button size="xs" label={say('transfer.goOn')} onClick={() => void goOn()} />
        <Button size="xs" variant="subtle" label={say('transfer.openSync')} onClick={() => go('/sync')} />
      </span>
    </Note>
  );
}

function End({ progress: { phase, target, importId } }: { readonly progress: ImportProgress }) {
  const { say } = useWords();
  const { client } = useEngine();
  const go = useGo();
  if (phase !== 'done' && phase !== 'stopped') return null;
  const another = (): void => {
    void client.transfer.close({ importId }).catch(() => undefined);
    startOver();
  };
  return (
    <div className={classes.row}>
      {phase === 'done' && (
        <Button variant="filled" label={say(`transfer.open.${target}`)} onClick={() => go(`/${target}`)} />
      )}
      <Button label={say('transfer.another')} onClick={another} />
    </div>
  );
}
