import type { RecordRef } from '../../model/row.ts';
import type { PushAnswer, PushVerdict } from '../../protocol/push.ts';
import type { WireRow } from '../../protocol/wire-row.ts';
import { bodyOf } from '../store/row-body.ts';
import type { Step } from './decide-one.ts';
import { isInSight } from './in-sight.ts';
import type { Layer } from './layer.ts';
import type { DecidedJob } from './run-group.ts';
import type { PushJob } from './push-job.ts';

/** What the caller is told; rows as they are now and only those in the caller's sight. */
export function answersOf({ job, steps }: DecidedJob, after: Layer): PushAnswer[] {
  return steps.map((step, index) => ({
    id: job.mutations[index]?.wire.id ?? '',
    outcome: outcomeOf(step, job, after),
  }));
}

function outcomeOf(step: Step, job: PushJob, after: Layer): PushAnswer['outcome'] {
  switch (step.kind) {
    case 'decided': {
      const rows = step.refs.flatMap((ref) => wireRow(ref, job, after));
      const verdict = withoutForeign(step.verdict, (ref) => wireRow(ref, job, after).length > 0);
      return { kind: 'decided', isDuplicate: step.isDuplicate, verdict, rows };
    }
    case 'blocked':
      return step;
    case 'later':
      return step;
    case 'charge':
      throw new TypeError('A mutation that waits for its charge is not answered.');
  }
}

function wireRow(ref: RecordRef, job: PushJob, after: Layer): WireRow[] {
  const stored = after.row(ref);
  if (stored === undefined || !isInSight(job, stored.row)) return [];
  const { row, seq } = stored;
  return [[ref.kind, row.id, seq, row.orgId, row.isDeleted ? 1 : 0, bodyOf(row)]];
}

/** What was decided while a record was in sight must not repeat other people's values once it is not. */
function withoutForeign(verdict: PushVerdict, isVisible: (ref: RecordRef) => boolean): PushVerdict {
  const keep = <T extends { readonly kind: string; readonly id: string }>(entries: readonly T[]): T[] =>
    entries.filter((entry) => isVisible(entry as unknown as RecordRef)); // kinds of remembered entries are kinds
  if (verdict.kind === 'applied') return { ...verdict, notes: keep(verdict.notes) };
  if (verdict.kind === 'conflict') return { ...verdict, conflicts: keep(verdict.conflicts) };
  const { record, ...rest } = verdict;
  return record === undefined ? verdict : { ...rest, ...(keep([record]).length > 0 ? { record } : {}) };
}
