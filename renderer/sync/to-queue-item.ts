import type { OutboxItem, OutboxState } from '../../main/contract/types.ts';
import type { QueueItem, QueueState } from '../parts/queue-row.tsx';
import { describeChange } from './describe-change.ts';
import { describeReason, type Place } from './describe-reason.ts';
import type { ShowContext } from './show-value.ts';
import { needsUser } from './sync-parts.ts';

const STATES: { readonly [State in OutboxState]: QueueState } = {
  queued: 'waiting',
  sending: 'sending',
  held: 'draft',
  parked: 'needs-you',
  acknowledged: 'sent',
  discarded: 'discarded',
};

/** A change of the outbox as the list shows it. */
export function toQueueItem(item: OutboxItem, context: ShowContext, place: Place): QueueItem {
  const { action, subject, fields, excerpt } = describeChange(item, context);
  const reason = describeReason(item, context, place);
  const isMerged = item.state === 'acknowledged' && item.notes.length > 0;
  const settled = isMerged ? 'merged' : STATES[item.state];
  return {
    id: item.mutationId,
    state: needsUser(item) ? 'needs-you' : settled,
    action,
    subject,
    fields,
    ageMs: Math.max(0, context.nowMs - item.wallMs),
    ...(item.isHeldByUser ? { isKept: true } : {}),
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(reason === '' ? {} : { reason }),
  };
}
