import type { DryRunReport, ImportPlan, LineReport, TransferTarget } from '../contract/transfer.ts';
import { plannedColumns, plannedPipeline } from './import-plan.ts';
import type { ImportSession } from './import-session.ts';
import { loadKnownRecords } from './known-records.ts';
import type { MadeRow, ShownRow } from './made-row.ts';
import { finishRows, makeRow } from './make-row.ts';
import { RowMaker, type UnknownNames } from './row-maker.ts';
import { createTurns, rowsOf, type StagedFile } from './staged-file.ts';

export const MAX_REPORTED_LINES = 200;
const MAX_SHOWN = 3;

export interface RunOver {
  readonly target: TransferTarget;
  readonly file: StagedFile;
  readonly plan: ImportPlan;
  readonly onRows: (rows: number) => void;
}

/** A maker of records for this file as the records are now. @throws SatchelError BAD_REQUEST */
export async function openMaker(
  session: ImportSession,
  { target, file, plan }: Omit<RunOver, 'onRows'>,
): Promise<RowMaker> {
  const read = () => session.outbox.store.db.read;
  const columns = plannedColumns(target, file, plan);
  const pipeline = plannedPipeline(read(), target, plan);
  const known = await loadKnownRecords(read, target, session.people(), createTurns(session.monotonicMs));
  return new RowMaker({ target, plan, columns, known, pipeline, areEmailsUnique: session.areEmailsUnique() });
}

/** Every line of the file as what it becomes, in slices. */
export async function* makeAll(
  session: ImportSession,
  maker: RowMaker,
  { file, plan, onRows }: RunOver,
): AsyncGenerator<MadeRow> {
  let rows = 0;
  for await (const some of rowsOf(file, plan.format, createTurns(session.monotonicMs))) {
    for (const csv of some) {
      rows += 1;
      const made = makeRow(maker, csv);
      if (made.kind !== 'later') yield made;
    }
    onRows(rows);
  }
  yield* finishRows(maker);
}

/** What an import would do, line by line; writes nothing. */
export async function dryRun(session: ImportSession, input: RunOver): Promise<DryRunReport> {
  const begunMs = session.monotonicMs();
  const maker = await openMaker(session, input);
  const counts = { rows: 0, made: 0, skipped: 0, refused: 0 };
  const reasons = new Map<string, { readonly code: LineReport['code']; readonly field: string; count: number }>();
  const lines: LineReport[] = [];
  const preview: ShownRow[] = [];
  for await (const made of makeAll(session, maker, input)) {
    if (made.kind === 'later') continue;
    counts.rows += 1;
    counts[made.kind] += 1;
    if (made.kind === 'made') {
      if (preview.length < MAX_SHOWN) preview.push(made.shown);
      maker.takeNewCompanies();
      continue;
    }
    const { code, field } = made.report;
    const reason = reasons.get(`${code} ${field}`) ?? { code, field, count: 0 };
    reason.count += 1;
    reasons.set(`${code} ${field}`, reason);
    if (lines.length < MAX_REPORTED_LINES) lines.push(made.report);
  }
  return {
    ...counts,
    reasons: [...reasons.values()].toSorted((a, b) => b.count - a.count),
    lines,
    newCompanies: maker.newCompanyCount,
    unknownCompanies: shownNames(maker.unknownCompanies),
    unknownContacts: shownNames(maker.unknownContacts),
    unknownOwners: shownNames(maker.unknownOwners),
    withoutCompany: input.target === 'companies' ? 0 : maker.withoutCompany,
    withoutValue: maker.withoutValue,
    preview,
    price: priceOf(session, input.target, counts.made),
    tookMs: Math.round(session.monotonicMs() - begunMs),
  };
}

const shownNames = ({ rows, names }: UnknownNames) => ({ rows, names: [...names] });

function priceOf(session: ImportSession, target: TransferTarget, count: number): DryRunReport['price'] {
  return target === 'companies' ? null : { feature: target, count, credits: session.creditsOf(target, count) };
}
