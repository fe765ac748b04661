import type { CreditAsk, CreditVerdict } from './credit-rules.ts';
import type { PassEntry } from './envelope.ts';
import type { PermissionNeed } from './mutations/define-mutation.ts';

/** Where an answer came from and for how long it holds; null where nobody can say. */
export type Evidence = Pick<PassEntry, 'source' | 'fetchedAtMs' | 'validUntilMs'>;

export const NO_EVIDENCE: Evidence = { source: 'none', fetchedAtMs: null, validUntilMs: null };

const verdictOf = (isGranted: boolean | undefined): PassEntry['verdict'] =>
  isGranted === undefined ? 'unknown' : isGranted ? 'granted' : 'denied';

/** `contacts:edit@unit`, without the unit for rows of the whole tenant. */
export const permissionEntry = (
  { resource, action, orgId }: PermissionNeed,
  isGranted: boolean | undefined,
  evidence: Evidence,
): PassEntry => ({
  kind: 'permission',
  what: `${resource}:${action}${orgId === null ? '' : `@${orgId}`}`,
  verdict: verdictOf(isGranted),
  ...evidence,
});

/** Which of the actor's roles stand for what a change needs; undefined while nobody can say what the roles mean. */
export interface RoleFacts {
  readonly own: readonly string[];
  readonly granting: readonly string[] | undefined;
  readonly evidence: Evidence;
}

/** Names the roles that grant it, or all of the actor's where none does. */
export const roleEntry = ({ own, granting, evidence }: RoleFacts): PassEntry => ({
  kind: 'role',
  what: (granting?.length ? granting : own).join(', ').slice(0, MAX_WHAT),
  verdict: granting === undefined ? 'unknown' : verdictOf(granting.length > 0),
  ...evidence,
});

const MAX_WHAT = 200;

export type CreditOutcome = CreditVerdict | { readonly kind: 'free' } | { readonly kind: 'unknown' };

/**
 * Price and limit of what a plan counts. What is free and without a limit rests on the price alone; of a change that
 * runs into a limit nobody asked whether it could be paid.
 */
export function creditEntries(
  { feature, count }: CreditAsk,
  outcome: CreditOutcome,
  evidence: { readonly price: Evidence; readonly limit: Evidence },
): readonly PassEntry[] {
  const price = { kind: 'price', what: `${feature} x ${count}`, ...evidence.price } as const;
  const limit = { kind: 'limit', what: feature, ...evidence.limit } as const;
  switch (outcome.kind) {
    case 'free':
      return [{ ...price, verdict: 'granted' }];
    case 'unknown':
      return [{ ...price, verdict: 'unknown' }];
    case 'enough':
      return [
        { ...price, verdict: 'granted' },
        { ...limit, verdict: 'granted' },
      ];
    case 'short': {
      const { code, shortage } = outcome;
      return code === 'INSUFFICIENT_CREDITS'
        ? [
            { ...price, ...evidence.limit, verdict: 'denied', shortage },
            { ...limit, verdict: 'granted' },
          ]
        : [
            { ...price, verdict: 'unknown' },
            { ...limit, what: shortage.what, verdict: 'denied', shortage },
          ];
    }
  }
}
