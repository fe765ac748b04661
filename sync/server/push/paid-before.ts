import type { Feature, RefundResult } from '../../wrapper-api/billing.ts';
import type { ChargeIntent } from '../store/store.ts';
import type { DecidedJob } from './run-group.ts';

/** What may have a price, by its name: where a change is refused before its rows are known, its needs are not. */
export const PRICED: Readonly<Record<string, Feature>> = {
  'contacts.create': 'contacts',
  'contacts.importBatch': 'contacts',
  'deals.create': 'deals',
  'deals.importBatch': 'deals',
};

/**
 * Keys to give back for changes that are now refused for good without a charge. A database that was restored from a backup
 * has forgotten what it charged; the wrapper has not, and a key that was never consumed is merely fenced there.
 */
export function paidBefore(tenantId: string, decided: readonly DecidedJob[], nowMs: number): readonly ChargeIntent[] {
  return decided.flatMap(({ job, steps }) =>
    job.mutations.flatMap(({ wire: { id, name } }, at): ChargeIntent[] => {
      const step = steps[at];
      const feature = PRICED[name];
      if (feature === undefined || step?.kind !== 'decided' || step.isDuplicate || job.charges.has(id)) return [];
      // Another change owns the key of an id that is used twice.
      if (step.verdict.kind === 'applied' || (step.verdict.kind === 'refused' && step.verdict.code === 'ID_REUSED'))
        return [];
      return [toGiveBack({ tenantId, mutationId: id, feature, attempt: 0, updatedAtMs: nowMs })];
    }),
  );
}

/** For how many records and at which price only the wrapper knows. An intent of this attempt that exists stays as it is. */
const toGiveBack = (
  of: Pick<ChargeIntent, 'tenantId' | 'mutationId' | 'feature' | 'attempt' | 'updatedAtMs'>,
): ChargeIntent => ({ ...of, key: chargeKey(of), count: 0, amountMilli: 0, state: 'refund' });

/** Given back before already: a further attempt may have been paid in the history that is lost. */
export const furtherAttempts = (
  intents: readonly ChargeIntent[],
  answers: readonly RefundResult[],
  nowMs: number,
): readonly ChargeIntent[] =>
  intents
    .filter(({ count }, at) => count === 0 && answers[at]?.status === 'already-refunded')
    .map((intent) => toGiveBack({ ...intent, attempt: intent.attempt + 1, updatedAtMs: nowMs }));

/** A key that was given back can never be consumed again, so each further attempt has one of its own. */
export const chargeKey = ({ mutationId, attempt }: Pick<ChargeIntent, 'mutationId' | 'attempt'>): string =>
  attempt === 0 ? mutationId : `${mutationId}.${attempt}`;
