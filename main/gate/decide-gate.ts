import type { WritePass } from '../../sync/model/envelope.ts';
import type { Needs, PermissionNeed } from '../../sync/model/mutations/define-mutation.ts';
import { NO_EVIDENCE, permissionEntry, roleEntry, type Evidence, type RoleFacts } from '../../sync/model/write-pass.ts';
import type { ConnectionKind, OutboxReason } from '../contract/types.ts';
import { asksCredits, creditHint, creditPass, type CreditKnowledge } from './credit-check.ts';
import { shortageWords } from './shortage-words.ts';

export interface GateFacts {
  readonly connection: ConnectionKind;
  readonly windowLeftMs: number;
  /** Whether the last snapshot grants a permission; undefined while there is no snapshot. */
  readonly isGranted: (need: PermissionNeed) => boolean | undefined;
  /** The roles behind it; for people, never a reason to allow. */
  readonly roles: (needs: readonly PermissionNeed[]) => RoleFacts;
  readonly snapshotAtMs: number | null;
  /** Until when the snapshot may be rested on. */
  readonly windowEndsAtMs: number | null;
  /** Asked for only where something is priced; null while the configuration is not known. */
  readonly credits: () => CreditKnowledge | null;
  /** An unacknowledged draft that this write builds on. */
  readonly behindDraft: string | null;
}

export type GateVerdict =
  | { readonly kind: 'apply'; readonly pass: WritePass }
  | { readonly kind: 'check-live'; readonly pass: WritePass }
  | { readonly kind: 'hold'; readonly reason: OutboxReason; readonly unblocks: string; readonly pass: WritePass }
  | { readonly kind: 'refuse'; readonly reason: OutboxReason; readonly unblocks: string; readonly pass: WritePass };

/** The table of design.md, section 6: what may be written now. Nothing typed is thrown away by it. */
export function decideGate(needs: Needs, facts: GateFacts): GateVerdict {
  const known = needs.price === undefined ? null : facts.credits();
  const entries = passEntries(needs, facts, known);
  const pass = (mode: WritePass['mode']): WritePass => ({ mode, entries });
  if (entries.some(({ kind, verdict }) => kind === 'permission' && verdict === 'denied')) {
    const reason = { code: 'PERMISSION_DENIED' as const, message: 'Your role does not allow this.' };
    return { kind: 'refuse', reason, unblocks: 'An administrator can give you the permission.', pass: pass('lease') };
  }
  // A live permission always asks; what is priced or limited asks unless a fresh configuration says otherwise.
  const isLive = needs.mode === 'live' || (needs.price !== undefined && asksCredits(known, needs.price));
  if (facts.behindDraft !== null) {
    const reason = {
      code: 'BEHIND_DRAFT' as const,
      message: 'It builds on a draft and goes with it.',
      by: facts.behindDraft,
    };
    return { kind: 'hold', reason, unblocks: 'The draft it builds on has to be checked first.', pass: pass('draft') };
  }
  if (facts.connection === 'online')
    return isLive ? { kind: 'check-live', pass: pass('live') } : { kind: 'apply', pass: pass('lease') };
  if (facts.windowLeftMs <= 0) return { ...windowOver, pass: pass('draft') };
  return isLive ? { ...needsAnswer(needs, known), pass: pass('draft') } : { kind: 'apply', pass: pass('lease') };
}

function passEntries(needs: Needs, facts: GateFacts, known: CreditKnowledge | null): WritePass['entries'] {
  const { snapshotAtMs: fetchedAtMs, windowEndsAtMs: validUntilMs } = facts;
  const snapshot: Evidence = { source: 'snapshot', fetchedAtMs, validUntilMs };
  return [
    ...needs.permissions.map((need) => {
      const isGranted = facts.isGranted(need);
      return permissionEntry(need, isGranted, isGranted === undefined ? NO_EVIDENCE : snapshot);
    }),
    ...(needs.permissions.length === 0 ? [] : [roleEntry(facts.roles(needs.permissions))]),
    ...(needs.price === undefined ? [] : creditPass(known, needs.price, validUntilMs)),
  ];
}

const windowOver = {
  kind: 'hold',
  reason: { code: 'WINDOW_OVER', message: 'Written after the writing window. Checked at the next contact, then sent.' },
  unblocks: 'Contact with the account service.',
} as const;

function needsAnswer(needs: Needs, known: CreditKnowledge | null) {
  if (needs.mode === 'live' || needs.price === undefined) return { ...waits(NEEDS_PERMISSION), kind: 'hold' } as const;
  const hint = creditHint(known, needs.price);
  if (hint.kind !== 'short') return { ...waits(NEEDS_CREDITS), kind: 'hold' } as const;
  const { shortage } = hint;
  const { reason, unblocks } = waits(shortageWords(shortage));
  return { kind: 'hold', reason: { ...reason, shortage }, unblocks } as const;
}

const NEEDS_PERMISSION = 'It asks for your permission live. Checked as soon as the account service answers.';
const NEEDS_CREDITS = 'It costs credits or counts against a limit. Checked as soon as the account service answers.';

const waits = (message: string) =>
  ({ reason: { code: 'NEEDS_LIVE_CHECK', message }, unblocks: 'An answer of the account service.' }) as const;
