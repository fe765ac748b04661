import type { ReadHandle, WriteTx } from '../db/handles.ts';
import { getState, setState } from '../db/local-seq.ts';
import type { Schema } from '../db/schema.ts';

/** Names kept; enough to see what is wrong. */
const MAX_NAMES = 200;

export const quarantined = (read: ReadHandle<Schema>): readonly string[] =>
  getState<readonly string[]>(read, 'quarantined') ?? [];

/** Rows that could not be stored are named in the sync's status; the next change of the row is another try. */
export function quarantine(tx: WriteTx<Schema>, names: readonly string[]): void {
  if (names.length === 0) return;
  setState(tx, 'quarantined', [...new Set([...quarantined(tx), ...names])].slice(-MAX_NAMES));
}

/** Rows that fit now. */
export function endQuarantine(tx: WriteTx<Schema>, names: readonly string[]): void {
  const known = quarantined(tx);
  const left = known.filter((name) => !names.includes(name));
  if (left.length < known.length) setState(tx, 'quarantined', left);
}
