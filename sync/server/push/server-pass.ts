import type { CreditVerdict } from '../../model/credit-rules.ts';
import type { PassEntry } from '../../model/envelope.ts';
import type { Needs } from '../../model/mutations/define-mutation.ts';
import {
  creditEntries,
  permissionEntry,
  roleEntry,
  type CreditOutcome,
  type Evidence,
} from '../../model/write-pass.ts';
import type { WirePass } from '../../protocol/push.ts';
import { grants } from '../../wrapper-api/grants.ts';
import { rolesGranting } from '../../wrapper-api/role-permissions.ts';
import type { Charge, PushJob } from './push-job.ts';

/**
 * What the server's own verdict rests on, beside what the laptop said: permissions of this push's live answer, the roles
 * behind them, and the charge.
 */
export function serverPass(job: PushJob, needs: Needs, charge: Charge | undefined): WirePass {
  const { session, roles } = job;
  const live: Evidence = { source: 'live', fetchedAtMs: session.validatedAtMs, validUntilMs: null };
  const granting = roles && rolesGranting(roles.value, session.roles, needs.permissions);
  const evidence: Evidence = roles
    ? { source: 'cache', fetchedAtMs: roles.cachedAtMs, validUntilMs: roles.expiresAtMs }
    : live;
  return {
    mode: 'live',
    entries: [
      ...needs.permissions.map((need) => permissionEntry(need, grants(session.permissions, need), live)),
      roleEntry({ own: session.roles, granting, evidence }),
      ...(needs.price === undefined ? [] : paidEntries(needs.price, charge)),
    ],
  };
}

function paidEntries(price: NonNullable<Needs['price']>, charge: Charge | undefined): readonly PassEntry[] {
  if (charge === undefined || charge.kind === 'unknown') return [];
  if (charge.kind === 'free')
    return creditEntries(price, { kind: 'free' }, { price: charge.evidence, limit: charge.evidence });
  const evidence: Evidence = { source: 'live', fetchedAtMs: charge.answeredAtMs, validUntilMs: null };
  return creditEntries(price, outcomeOf(charge), { price: evidence, limit: evidence });
}

function outcomeOf(charge: Extract<Charge, { kind: 'held' | 'short' }>): CreditOutcome {
  if (charge.kind === 'held') return { kind: 'enough' };
  const { code, shortage } = charge;
  return { kind: 'short', code, shortage } satisfies CreditVerdict;
}
