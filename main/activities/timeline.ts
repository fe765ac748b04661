import type { Page, TimelineEntry } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { all, isIn, type Condition } from '../lists/condition.ts';
import { decodeCursor, encodeCursor, fingerprintOf, type Position } from '../lists/cursor.ts';
import { loadRows } from '../lists/load-rows.ts';

export type EntryKind = TimelineEntry['kind'];

export interface TimelineInput {
  readonly of: { readonly kind: 'contact' | 'company' | 'deal'; readonly id: string };
  readonly kinds?: readonly EntryKind[] | undefined;
  /** Of activities; other kinds have none. */
  readonly types?: readonly string[] | undefined;
  readonly limit: number;
  readonly before?: string | undefined;
}

interface EntryKey {
  readonly kind: EntryKind;
  readonly rowid: number;
  readonly key: number;
  readonly id: string;
}

/** The time that a row stands at, which is also the second column of its indexes. */
const TIME_COLUMN: Readonly<Record<EntryKind, string>> = {
  activity: 'occurredAtMs',
  note: 'createdAtMs',
  task: 'createdAtMs',
  history: 'atMs',
};
const ALL_KINDS = Object.keys(TIME_COLUMN) as readonly EntryKind[];

/**
 * Everything that happened to a record, newest first, equal times by id. Of a record that is not here it is empty.
 * @throws SatchelError BAD_REQUEST for a foreign cursor
 */
export function timelinePage(
  read: ReadHandle<Schema>,
  { of, kinds, types, limit, before }: TimelineInput,
): Page<TimelineEntry> {
  const chosen = [...new Set(kinds ?? ALL_KINDS)].map((kind): Chosen => ({ kind, where: belongsTo(kind, of, types) }));
  const fingerprint = fingerprintOf('timeline', {
    kind: of.kind,
    id: of.id,
    kinds: chosen.map(({ kind }) => kind),
    types,
  });
  const start = before === undefined ? END_OF_TIME : decodeCursor(before, fingerprint, 'number');
  const keys = chosen.flatMap((each) => keysOf(read, each, start, limit + 1)).toSorted(newestFirst);
  const page = keys.slice(0, limit);
  const last = page.at(-1);
  return {
    items: entriesOf(read, page),
    next: keys.length > limit && last !== undefined ? encodeCursor(fingerprint, last) : null,
    total: before === undefined ? chosen.reduce((sum, each) => sum + countOf(read, each), 0) : null,
  };
}

const END_OF_TIME: Position = { key: Number.MAX_SAFE_INTEGER, id: '' };

const newestFirst = (a: EntryKey, b: EntryKey): number => b.key - a.key || (a.id < b.id ? 1 : -1);

interface Chosen {
  readonly kind: EntryKind;
  readonly where: Condition;
}

function keysOf(
  read: ReadHandle<Schema>,
  { kind, where }: Chosen,
  { key, id }: Position,
  count: number,
): readonly EntryKey[] {
  const at = TIME_COLUMN[kind];
  const found = read
    .prepared<Condition['values'], Omit<EntryKey, 'kind'>>(
      `select rowid, ${at} as key, id from ${kind} where ${where.sql} and (${at}, id) < (?, ?)
       order by ${at} desc, id desc limit ?`,
    )
    .all([...where.values, Number(key), id, count]);
  return found.map((each) => ({ kind, ...each }));
}

function countOf(read: ReadHandle<Schema>, { kind, where }: Chosen): number {
  const sql = `select count(*) as n from ${kind} where ${where.sql}`;
  return read.prepared<Condition['values'], { n: number }>(sql).first(where.values)?.n ?? 0;
}

// History is never deleted, and what hangs on a company is found by its own column, contacts' and deals' included.
function belongsTo(
  kind: EntryKind,
  { kind: parent, id }: TimelineInput['of'],
  types: TimelineInput['types'],
): Condition {
  if (kind === 'history') return { sql: 'recordId = ?', values: [id] };
  const parts = { sql: `${parent}Id = ? and ${parent}Id is not null and isDeleted = 0`, values: [id] };
  // The `+` keeps the planner on the record's own index, which has the order as well.
  return kind === 'activity' && types !== undefined ? all([parts, isIn('+type', types)]) : parts;
}

function entriesOf(read: ReadHandle<Schema>, keys: readonly EntryKey[]): readonly TimelineEntry[] {
  const rowids = (kind: EntryKind) => keys.filter((key) => key.kind === kind).map(({ rowid }) => rowid);
  const activities = loadRows(read, 'activity', rowids('activity')).map((row): TimelineEntry => ({
    kind: 'activity',
    atMs: row.occurredAtMs,
    id: row.id,
    row,
  }));
  const notes = loadRows(read, 'note', rowids('note')).map((row): TimelineEntry => ({
    kind: 'note',
    atMs: row.createdAtMs,
    id: row.id,
    row,
  }));
  const tasks = loadRows(read, 'task', rowids('task')).map((row): TimelineEntry => ({
    kind: 'task',
    atMs: row.createdAtMs,
    id: row.id,
    row,
  }));
  const history = loadRows(read, 'history', rowids('history')).map((row): TimelineEntry => ({
    kind: 'history',
    atMs: row.atMs,
    id: row.id,
    row,
  }));
  const byId = new Map(
    [...activities, ...notes, ...tasks, ...history].map((entry) => [`${entry.kind} ${entry.id}`, entry]),
  );
  return keys.flatMap(({ kind, id }) => byId.get(`${kind} ${id}`) ?? []);
}
