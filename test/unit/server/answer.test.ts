import { expect, test } from 'vitest';
import type { PushVerdict } from '../../../sync/protocol/push.ts';
import { answersOf } from '../../../sync/server/push/answer.ts';
import { Layer } from '../../../sync/server/push/layer.ts';
import type { PushJob } from '../../../sync/server/push/push-job.ts';
import type { AnyRow } from '../../../sync/model/row.ts';
import { DEAL, ORG, OTHER_ORG, rowOf } from '../model/rows.ts';

const about = { kind: 'deal', id: DEAL, group: 'value' } as const;
const values = { mine: { valueMinor: 1 }, theirs: { valueMinor: 777 }, by: null, atMs: null };
const VERDICTS: readonly PushVerdict[] = [
  { kind: 'conflict', conflicts: [{ ...about, ...values, seen: null }] },
  { kind: 'applied', seq: 5, notes: [{ ...about, ...values, outcome: 'theirs-wins', rule: 'latest' }] },
  { kind: 'refused', code: 'DELETED', message: 'x', record: { kind: 'deal', id: DEAL } },
];

/** What the caller hears of a decision after somebody else's change of the same group put the deal into a unit. */
function answered(verdict: PushVerdict, orgId: string, isDuplicate: boolean): string {
  const layer = new Layer(5);
  const row = { ...rowOf('deal'), orgId } as unknown as AnyRow;
  layer.setRow({ kind: 'deal', row, seq: 5, clocks: {}, lastMutationId: '', lastActorId: '', lastAtMs: 0 });
  const job = { units: new Set([ORG]), mutations: [{ wire: { id: 'm' } }] } as unknown as PushJob;
  const step = { kind: 'decided', isDuplicate, verdict, refs: [{ kind: 'deal', id: DEAL }] } as const;
  return JSON.stringify(answersOf({ job, steps: [step] }, layer));
}

test.each(VERDICTS)(
  'what is answered $kind names nothing of a record that is out of sight after the write',
  (verdict) => {
    for (const isDuplicate of [false, true]) {
      expect(answered(verdict, OTHER_ORG, isDuplicate)).not.toContain(DEAL);
      expect(answered(verdict, OTHER_ORG, isDuplicate)).not.toContain('777');
      expect(answered(verdict, ORG, isDuplicate)).toContain(JSON.stringify(verdict));
    }
  },
);
