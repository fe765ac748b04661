import { findMutation } from '../../sync/model/mutations/registry.ts';
import type { Pending } from '../contract/types.ts';
import type { OutboxRow } from './outbox-row.ts';

/** Changes that only a live permission allows: the record is not shown as deleted, reassigned or moved before the answer. */
const AFTER_ANSWER = /\.(delete|restore|reassign|move|merge|save)$/;

/**
 * Whether a change's values are shown in its records before the server has answered. A parked edit is not: its field
 * shows the server's value. A parked new record is, or what was typed would be out of sight.
 */
export function isShown(row: Pick<OutboxRow, 'name' | 'state' | 'creates'>): boolean {
  if (findMutation(row.name) === undefined || AFTER_ANSWER.test(row.name)) return false;
  if (row.state === 'parked') return row.creates.length > 0;
  return row.state === 'queued' || row.state === 'sending' || row.state === 'held';
}

const STRENGTH: readonly Pending[] = ['parked', 'draft', 'checking', 'waiting'];

export function pendingOf({ state, isLive }: Pick<OutboxRow, 'state' | 'isLive'>): Pending | null {
  if (state === 'parked') return 'parked';
  if (state === 'held') return 'draft';
  if (state !== 'queued' && state !== 'sending') return null;
  return isLive ? 'checking' : 'waiting';
}

/** The strongest of several marks. */
export function strongestPending(rows: readonly Pick<OutboxRow, 'state' | 'isLive'>[]): Pending | null {
  const marks = new Set(rows.map(pendingOf));
  return STRENGTH.find((mark) => marks.has(mark)) ?? null;
}
