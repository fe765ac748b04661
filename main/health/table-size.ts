import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';

export interface Size {
  readonly rows: number | null;
  /** Of the values as text, without indexes and encryption. */
  readonly bytes: number | null;
}

/** Rows to weigh; weighing all of them would read the whole file. */
const SAMPLE = 200;

/** @param table from the placement map, never from outside */
export function sizeOfTable(read: ReadHandle<Schema>, table: string): Size {
  const rows =
    read.prepared<[], { count: number }>(`select count(*) as count from "${table}" where isDeleted = 0`).first([])
      ?.count ?? 0;
  const sample = read.prepared<[number], object>(`select * from "${table}" order by rowid desc limit ?`).all([SAMPLE]);
  return { rows, bytes: Math.round(rows * meanLength(sample)) };
}

export function sizeOfCache(read: ReadHandle<Schema>, topic: string): Size {
  const found = read
    .prepared<[string], { count: number; bytes: number | null }>(
      'select count(*) as count, sum(length(value)) as bytes from wrapperCache where topic = ?',
    )
    .first([topic]);
  return { rows: found?.count ?? 0, bytes: found?.bytes ?? 0 };
}

function meanLength(sample: readonly object[]): number {
  const lengths = sample.map((row) =>
    Object.values(row).reduce<number>((sum, value) => sum + (value === null ? 1 : Buffer.byteLength(String(value))), 0),
  );
  return lengths.length === 0 ? 0 : lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
}
