import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { kindOfSearchRowid, searchRange, type SearchKind } from './search-rowid.ts';

export interface MatchInput {
  /** By `fullTextQuery`. */
  readonly query: string;
  readonly kinds: ReadonlySet<SearchKind>;
  /** At most so many of each kind. */
  readonly cap: number;
}

type RowidsByKind = ReadonlyMap<SearchKind, readonly number[]>;

/** One read covers the matches of most texts, of all kinds together. */
const CAPS_A_READ = 3;

/**
 * Rowids of the rows that match, by kind, newest rows first. Starting a full-text query is what costs (a long prefix
 * collects all of its words first), so kinds are not asked one by one: a read goes down through all of them, and
 * another one is only made below a kind that has more than enough.
 */
export function newestMatches(read: ReadHandle<Schema>, { query, kinds, cap }: MatchInput): RowidsByKind {
  const found = new Map([...kinds].map((kind) => [kind, [] as number[]]));
  if (kinds.size === 0) return found;
  const ranges = [...kinds].map(searchRange);
  const bottom = Math.min(...ranges.map(([first]) => first));
  const matches = read.prepared<[string, number, number, number], { rowid: number }>(
    'select rowid from searchText where searchText match ? and rowid between ? and ? order by rowid desc limit ?',
  );
  for (let top = Math.max(...ranges.map(([, last]) => last)); top >= bottom;) {
    const rows = matches.all([query, bottom, top, cap * CAPS_A_READ]).map(({ rowid }) => rowid);
    for (const searchId of rows) keep(found, searchId, cap);
    const last = rows.at(-1);
    if (last === undefined || rows.length < cap * CAPS_A_READ) break;
    top = below(found, last, cap);
  }
  return found;
}

function keep(found: ReadonlyMap<SearchKind, number[]>, searchId: number, cap: number): void {
  const match = kindOfSearchRowid(searchId);
  const rowids = match === null ? undefined : found.get(match.kind);
  if (match !== null && rowids !== undefined && rowids.length < cap) rowids.push(match.rowid);
}

/** Where the next read begins: behind the last row, or below its kind when that has enough or is not asked for. */
function below(found: RowidsByKind, last: number, cap: number): number {
  const match = kindOfSearchRowid(last);
  if (match === null) return last - 1;
  const isEnough = (found.get(match.kind)?.length ?? cap) >= cap;
  return isEnough ? searchRange(match.kind)[0] - 1 : last - 1;
}
