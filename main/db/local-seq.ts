import type { ReadHandle, WriteTx } from './handles.ts';
import type { Schema } from './schema.ts';

/** Reads and writes of the small values that belong to the replica: cursor, epoch, clocks. */
export function getState<T>(read: ReadHandle<Schema>, key: string): T | undefined {
  const row = read.prepared<[string], { value: string }>('select value from syncState where key = ?').first([key]);
  return row === undefined ? undefined : (JSON.parse(row.value) as T);
}

export function setState(tx: WriteTx<Schema>, key: string, value: unknown): void {
  tx.prepared<[string, string], never>(
    'insert into syncState (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
  ).run([key, JSON.stringify(value)]);
}

export function dropState(tx: WriteTx<Schema>, key: string): void {
  tx.prepared<[string], never>('delete from syncState where key = ?').run([key]);
}

/**
 * The number of the next local commit. Every row that a commit touches gets it, so that a window can ask for all that
 * came after the last number it knows. Order never rests on a clock.
 */
export function nextLocalSeq(tx: WriteTx<Schema>): number {
  const next = (getState<number>(tx, 'localSeq') ?? 0) + 1;
  setState(tx, 'localSeq', next);
  return next;
}
