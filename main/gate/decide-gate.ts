import type { PassEntry, WritePass } from '../../sync/model/envelope.ts';
import type { Needs, PermissionNeed } from '../../sync/model/mutations/define-mutation.ts';
import type { ConnectionKind, OutboxReason } from '../contract/types.ts';

export interface GateFacts {
  readonly connection: ConnectionKind;
  readonly windowLeftMs: number;
  /** Whether the last snapshot grants a permission; undefined while there is no snapshot. */
  readonly isGranted: (need: PermissionNeed) => boolean | undefined;
  readonly snapshotAtMs: number | null;
  /** Until when the snapshot may be rested on. */
  readonly windowEndsAtMs: number | null;
  /** What the cached credit configuration says of a feature; null while it is not known. */
  readonly price: (
    feature: string,
  ) => { readonly isFree: boolean; readonly fetchedAtMs: number; readonly validUntilMs: number } | null;
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
  const entries = [...needs.permissions.map((need) => permissionEntry(need, facts)), ...priceEntries(needs, facts)];
  const pass = (mode: WritePass['mode']): WritePass => ({ mode, entries });
  if (entries.some(({ kind, verdict }) => kind === 'permission' && verdict === 'denied')) {
    const reason = { code: 'PERMISSION_DENIED' as const, message: 'Your role does not allow this.' };
    return { kind: 'refuse', reason, unblocks: 'An administrator can give you the permission.', pass: pass('lease') };
  }
  const isLive = needsLiveAnswer(needs, facts);
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
  return isLive ? { ...needsAnswer(needs), pass: pass('draft') } : { kind: 'apply', pass: pass('lease') };
}

/** A live permission always asks; a price asks unless a fresh configuration says that it is free and unlimited. */
function needsLiveAnswer(needs: Needs, facts: Pick<GateFacts, 'price'>): boolean {
  if (needs.mode === 'live') return true;
  return needs.price !== undefined && facts.price(needs.price.feature)?.isFree !== true;
}

const windowOver = {
  kind: 'hold',
  reason: { code: 'WINDOW_OVER', message: 'Written after the writing window. Checked at the next contact, then sent.' },
  unblocks: 'Contact with the account service.',
} as const;

function needsAnswer(needs: Needs) {
  const isPriced = needs.price !== undefined && needs.mode !== 'live';
  const message = isPriced
    ? 'It costs credits. Checked as soon as the account service answers.'
    : 'It asks for your permission live. Checked as soon as the account service answers.';
  return {
    kind: 'hold',
    reason: { code: 'NEEDS_LIVE_CHECK', message },
    unblocks: 'An answer of the account service.',
  } as const;
}

function permissionEntry(need: PermissionNeed, facts: GateFacts): PassEntry {
  const isGranted = facts.isGranted(need);
  return {
    kind: 'permission',
    what: `${need.resource}:${need.action}${need.orgId === null ? '' : `@${need.orgId}`}`,
    verdict: isGranted === undefined ? 'unknown' : isGranted ? 'granted' : 'denied',
    source: isGranted === undefined ? 'none' : 'snapshot',
    fetchedAtMs: facts.snapshotAtMs,
    validUntilMs: facts.windowEndsAtMs,
  };
}

function priceEntries(needs: Needs, facts: GateFacts): readonly PassEntry[] {
  if (needs.price === undefined) return [];
  const price = facts.price(needs.price.feature);
  return [
    {
      kind: 'price',
      what: `${needs.price.feature} x ${needs.price.count}`,
      verdict: price?.isFree === true ? 'granted' : 'unknown',
      source: price === null ? 'none' : 'cache',
      fetchedAtMs: price?.fetchedAtMs ?? null,
      validUntilMs: price?.validUntilMs ?? null,
    },
  ];
}
