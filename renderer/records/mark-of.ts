import type { OutboxState, Pending } from '../../main/contract/types.ts';
import type { MarkKind } from '../parts/mark.tsx';

/** A live check under way looks like waiting: both end without the user. */
const BY_PENDING: { readonly [State in Pending]: MarkKind } = {
  parked: 'needs-you',
  draft: 'draft',
  checking: 'waiting',
  waiting: 'waiting',
};

export const markOf = (pending: Pending | null): MarkKind | undefined =>
  pending === null ? undefined : BY_PENDING[pending];

/** Spread on a part that takes an optional mark. */
export function withMark(mark: MarkKind | undefined): { readonly mark?: MarkKind } {
  return mark === undefined ? {} : { mark };
}

const BY_STATE: { readonly [State in OutboxState]?: MarkKind } = {
  parked: 'needs-you',
  held: 'draft',
  queued: 'waiting',
  sending: 'waiting',
};

export const markOfState = (state: OutboxState): MarkKind | undefined => BY_STATE[state];
