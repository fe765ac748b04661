import type { BindValue, ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { all, type Condition, type Filter } from './condition.ts';
import { decodeCursor, encodeCursor, MAX_KEY_CHARS, type Position } from './cursor.ts';

/** Up to this many rows are found by their filter's own index and sorted; more are met soon enough along the sort index. */
const NARROW_ROWS = 3000;

export interface Sort {
  /** The first column or expression of the sort index; the second one is always the id. */
  readonly expression: string;
  readonly type: 'string' | 'number';
  /** SQLite enters an index of an expression by a plain comparison only, not by one of several values at once. */
  readonly isExpression?: boolean;
}

export interface KeyPageInput {
  readonly table: 'contact' | 'company' | 'deal' | 'task';
  readonly sort: Sort;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  readonly after: string | undefined;
  /** Rows passed over before the page begins: for a jump of the scrollbar. The way there is walked along the index. */
  readonly skip?: number | undefined;
  /** By `fingerprintOf`. */
  readonly fingerprint: string;
  /** Always true for the rows of the list; what the sort index is limited to. */
  readonly base: Condition;
  readonly filters: readonly Filter[];
}

export interface KeyPage {
  readonly rowids: readonly number[];
  readonly next: string | null;
}

export interface Key extends Position {
  readonly rowid: number;
}

/** The rowids of one page of a list, in order. @throws SatchelError BAD_REQUEST for a foreign cursor */
export function keyPage(read: ReadHandle<Schema>, input: KeyPageInput): KeyPage {
  return toPage(keysAfter(read, input, startOf(read, input), input.limit + 1), input);
}

export function toPage(
  keys: readonly Key[],
  { limit, fingerprint }: { readonly limit: number; readonly fingerprint: string },
): KeyPage {
  const page = keys.slice(0, limit);
  const last = page.at(-1);
  const next = keys.length > limit && last !== undefined ? encodeCursor(fingerprint, last) : null;
  return { rowids: page.map(({ rowid }) => rowid), next };
}

export type Start = readonly [key: BindValue, id: string];

// A blob is above every text and number.
const ABOVE_ALL = new Uint8Array(0);

/** The place that the page begins behind. */
export function startOf(read: ReadHandle<Schema>, input: KeyPageInput): Start {
  const { after, fingerprint, sort, direction } = input;
  if (after !== undefined) return resume(read, input, decodeCursor(after, fingerprint, sort.type));
  if (direction === 'desc') return [ABOVE_ALL, ''];
  return [sort.type === 'number' ? Number.MIN_SAFE_INTEGER : '', ''];
}

// A key that the cursor could not hold whole is read from its row again.
function resume(read: ReadHandle<Schema>, { table, sort, direction }: KeyPageInput, { key, id }: Position): Start {
  if (typeof key === 'number' || key.length < MAX_KEY_CHARS) return [key, id];
  const row = read
    .prepared<[string], { key: string }>(`select ${sort.expression} as key from ${table} where id = ?`)
    .first([id]);
  if (row?.key.startsWith(key) === true) return [row.key, id];
  return direction === 'asc' ? [`${key}\u{10ffff}`, ''] : [key, ''];
}

/** The next `count` keys behind a place. */
export function keysAfter(read: ReadHandle<Schema>, input: KeyPageInput, start: Start, count: number): readonly Key[] {
  const { sql, values } = keySql(input, start);
  const { skip = 0 } = input;
  if (skip === 0) return read.prepared<readonly BindValue[], Key>(sql).all([...values, count]);
  return read.prepared<readonly BindValue[], Key>(`${sql} offset ?`).all([...values, count, skip]);
}

// The `+` before the key makes the planner sort the few rows of a lookup instead of walking the sort index.
function keySql({ table, sort, direction, base, filters }: KeyPageInput, start: Start): Condition {
  const lookup = narrowest(filters);
  const key = lookup === null ? sort.expression : `+${sort.expression}`;
  const behind = behindStart(key, start, { direction, isExpression: sort.isExpression === true });
  const where = all([base, ...conditionsOf(filters, lookup), ...behind]);
  return {
    sql: `select rowid, ${sort.expression} as key, id from ${table} where ${where.sql}
      order by ${key} ${direction}, id ${direction} limit ?`,
    values: where.values,
  };
}

/**
 * Two columns are compared with every row on the way, one only with the first: without an id to be behind, which no row
 * lacks, passing over 100,000 rows takes a sixth of the time.
 */
function behindStart(
  key: string,
  [startKey, startId]: Start,
  { direction, isExpression }: { readonly direction: 'asc' | 'desc'; readonly isExpression: boolean },
): readonly Condition[] {
  if (startId === '') return [{ sql: `${key} ${direction === 'asc' ? '>=' : '<'} ?`, values: [startKey] }];
  const comparison = direction === 'asc' ? '>' : '<';
  const behind: Condition = { sql: `(${key}, id) ${comparison} (?, ?)`, values: [startKey, startId] };
  const from: Condition = { sql: `${key} ${comparison}= ?`, values: [startKey] };
  return isExpression ? [behind, from] : [behind];
}

function conditionsOf(filters: readonly Filter[], lookup: Filter | null): readonly Condition[] {
  return filters.map((filter) => (filter === lookup && filter.lookup ? filter.lookup.condition : filter.check));
}

/** The first filter that finds few rows by its own index. */
export function narrowest(filters: readonly Filter[]): Filter | null {
  return filters.find(({ lookup }) => lookup !== undefined && lookup.size(NARROW_ROWS) <= NARROW_ROWS) ?? null;
}

/** How many rows pass the filters; for a whole table `countLive` is faster. */
export function countRows(
  read: ReadHandle<Schema>,
  { table, base, filters }: Pick<KeyPageInput, 'table' | 'base' | 'filters'>,
): number {
  const known = filters.length === 1 ? filters[0]?.lookup?.count : undefined;
  if (known !== undefined) return known();
  const where = all([base, ...conditionsOf(filters, narrowest(filters) ?? byIndex(filters))]);
  const counted = read.prepared<readonly BindValue[], { n: number }>(
    `select count(*) as n from ${table} where ${where.sql}`,
  );
  return counted.first(where.values)?.n ?? 0;
}

/** The filter whose index holds what the other filters ask for, so that many rows are counted in it alone. */
const byIndex = (filters: readonly Filter[]): Filter | null =>
  filters.find(({ lookup }) => lookup?.isCovering === true) ?? null;

/** SQLite counts a whole table from the page headers of its smallest index, in a hundredth of the time of a condition. */
export function countLive(read: ReadHandle<Schema>, table: KeyPageInput['table']): number {
  const sql = `select (select count(*) from ${table}) - (select count(*) from ${table} where isDeleted = 1) as n`;
  return read.prepared<[], { n: number }>(sql).first([])?.n ?? 0;
}
