import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { AnyRow, RecordRef } from '../../sync/model/row.ts';
import type { Pending } from '../contract/types.ts';
import { isSearchKind, searchRowid } from '../search/search-rowid.ts';
import { searchTextOf, type SearchText } from '../search/search-text.ts';
import type { BindValue, ReadHandle, WriteTx } from './handles.ts';
import { CODECS, decodeRow, encodeRow } from './row-codec.ts';
import type { ReplicaColumns, Schema } from './schema.ts';

/** A row of the replica with what only this laptop knows about it. */
export interface StoredRow {
  readonly row: AnyRow;
  readonly rowid: number;
  readonly serverSeq: number | null;
  readonly pending: Pending | null;
  /** The server's row; null while nothing is pending (`row` is it) and for a row that only exists here. */
  readonly serverRow: AnyRow | null;
}

export interface RowMeta {
  readonly localSeq: number;
  readonly serverSeq: number | null;
  readonly pending: Pending | null;
  readonly serverRow: AnyRow | null;
}

export function getStoredRow(read: ReadHandle<Schema>, { kind, id }: RecordRef): StoredRow | undefined {
  const stored = read.prepared<[string], ReplicaColumns>(`select * from "${kind}" where id = ?`).first([id]);
  if (stored === undefined) return undefined;
  const { rowid, serverSeq, pending, serverRow } = stored;
  return {
    row: decodeRow(kind, stored as unknown as Readonly<Record<string, unknown>>),
    rowid,
    serverSeq,
    pending: pending as Pending | null,
    serverRow: serverRow === null ? null : (JSON.parse(serverRow) as AnyRow),
  };
}

interface Sql {
  readonly insertIfNew: string;
  readonly update: string;
  readonly updateIfNewer: string;
}

const sqlByKind = new Map<Kind, Sql>();

function sqlOf(kind: Kind): Sql {
  const known = sqlByKind.get(kind);
  if (known) return known;
  const columns = [...CODECS[kind].columns, 'localSeq', 'serverSeq', 'pending', 'serverRow'];
  const names = columns.map((column) => `"${column}"`).join(', ');
  const sets = columns.map((column) => `"${column}" = ?`);
  const update = `update "${kind}" set ${sets.join(', ')} where id = ?`;
  const sql = {
    insertIfNew: `insert into "${kind}" (${names}) values (${columns.map(() => '?').join(', ')}) on conflict do nothing`,
    update,
    updateIfNewer: `${update} and coalesce(serverSeq, 0) < ?`,
  };
  sqlByKind.set(kind, sql);
  return sql;
}

/** Writes a row as it is to be shown, with its search text. */
export function putRow(tx: WriteTx<Schema>, kind: Kind, row: AnyRow, meta: RowMeta): void {
  const values: BindValue[] = [...encodeRow(kind, row), meta.localSeq, meta.serverSeq, meta.pending];
  values.push(meta.serverRow === null ? null : JSON.stringify(meta.serverRow));
  if (insertNew(tx, kind, row, values)) return;
  tx.prepared<BindValue[], never>(sqlOf(kind).update).run([...values, row.id]);
  replaceSearchText(tx, kind, row);
}

/**
 * Writes a row from the server, on which nothing is pending, if it is newer than what is here.
 * @returns whether it was
 */
export function putServerRow(
  tx: WriteTx<Schema>,
  kind: Kind,
  row: AnyRow,
  meta: { readonly seq: number; readonly localSeq: number },
): boolean {
  const values: BindValue[] = encodeRow(kind, row);
  values.push(meta.localSeq, meta.seq, null, null);
  if (insertNew(tx, kind, row, values)) return true;
  const { changes } = tx.prepared<BindValue[], never>(sqlOf(kind).updateIfNewer).run([...values, row.id, meta.seq]);
  if (changes > 0) replaceSearchText(tx, kind, row);
  return changes > 0;
}

/**
 * Two plain statements and no upsert with `returning`: that makes SQLite keep a copy of every page it touches, so that
 * it could undo the one statement, which doubled the time of a first pull.
 * @returns false when the row is there already; nothing is written then
 */
function insertNew(tx: WriteTx<Schema>, kind: Kind, row: AnyRow, values: BindValue[]): boolean {
  const { changes, lastRowid } = tx.prepared<BindValue[], never>(sqlOf(kind).insertIfNew).run(values);
  if (changes === 0) return false;
  if (isSearchKind(kind))
    addSearchText(tx, 'insert', { id: searchRowid(kind, lastRowid), text: searchTextOf(kind, row) });
  return true;
}

function replaceSearchText(tx: WriteTx<Schema>, kind: Kind, row: AnyRow): void {
  if (!isSearchKind(kind)) return;
  const stored = tx.prepared<[string], { rowid: number }>(`select rowid from "${kind}" where id = ?`).first([row.id]);
  if (stored === undefined) return;
  const text = searchTextOf(kind, row);
  if (text === null) dropSearchText(tx, kind, stored.rowid);
  else addSearchText(tx, 'insert or replace', { id: searchRowid(kind, stored.rowid), text });
}

interface SearchEntry {
  readonly id: number;
  readonly text: SearchText | null;
}

function addSearchText(tx: WriteTx<Schema>, insert: 'insert' | 'insert or replace', { id, text }: SearchEntry): void {
  if (text === null) return;
  tx.prepared<[number, string, string], never>(`${insert} into searchText (rowid, title, detail) values (?, ?, ?)`).run(
    [id, text.title, text.detail],
  );
}

function dropSearchText(tx: WriteTx<Schema>, kind: Kind, rowid: number): void {
  if (isSearchKind(kind))
    tx.prepared<[number], never>('delete from searchText where rowid = ?').run([searchRowid(kind, rowid)]);
}

/** Takes a row off this laptop: it left the scope, or it only existed in a change that was taken back. */
export function removeRow(tx: WriteTx<Schema>, { kind, id }: RecordRef, localSeq: number): void {
  const gone = tx
    .prepared<[string], { rowid: number }>(`delete from "${kind}" where id = ? returning rowid`)
    .first([id]);
  if (gone === undefined) return;
  dropSearchText(tx, kind, gone.rowid);
  tx.prepared<[string, string, number], never>(
    'insert into setChange (kind, id, localSeq) values (?, ?, ?) on conflict (kind, id) do update set localSeq = excluded.localSeq',
  ).run([kind, id, localSeq]);
}

/** Marks what is pending without touching the row's values. */
export function markPending(
  tx: WriteTx<Schema>,
  { kind, id }: RecordRef,
  pending: Pending | null,
  localSeq: number,
): void {
  tx.prepared<[string | null, number, string], never>(
    `update "${kind}" set pending = ?, localSeq = ? where id = ?`,
  ).run([pending, localSeq, id]);
}
