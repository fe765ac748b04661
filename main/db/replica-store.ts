import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { AnyRow, RecordRef } from '../../sync/model/row.ts';
import type { Pending } from '../contract/types.ts';
import { isSearchKind, searchRowid } from '../search/search-rowid.ts';
import { searchTextOf } from '../search/search-text.ts';
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
  readonly upsert: string;
  readonly upsertIfNewer: string;
}

const sqlByKind = new Map<Kind, Sql>();

function sqlOf(kind: Kind): Sql {
  const known = sqlByKind.get(kind);
  if (known) return known;
  const columns = [...CODECS[kind].columns, 'localSeq', 'serverSeq', 'pending', 'serverRow'];
  const names = columns.map((column) => `"${column}"`).join(', ');
  const sets = columns.filter((column) => column !== 'id').map((column) => `"${column}" = excluded."${column}"`);
  const upsert =
    `insert into "${kind}" (${names}) values (${columns.map(() => '?').join(', ')}) ` +
    `on conflict (id) do update set ${sets.join(', ')}`;
  const sql = {
    upsert: `${upsert} returning rowid`,
    upsertIfNewer: `${upsert} where coalesce(serverSeq, 0) < excluded.serverSeq returning rowid`,
  };
  sqlByKind.set(kind, sql);
  return sql;
}

/** Writes a row as it is to be shown, with its search text. */
export function putRow(tx: WriteTx<Schema>, kind: Kind, row: AnyRow, meta: RowMeta): void {
  const values: BindValue[] = [...encodeRow(kind, row), meta.localSeq, meta.serverSeq, meta.pending];
  values.push(meta.serverRow === null ? null : JSON.stringify(meta.serverRow));
  const written = tx.prepared<BindValue[], { rowid: number }>(sqlOf(kind).upsert).first(values);
  if (written) putSearchText(tx, kind, written.rowid, row);
}

/** Writes a row from the server, on which nothing is pending, if it is newer than what is here. */
export function putServerRow(
  tx: WriteTx<Schema>,
  kind: Kind,
  row: AnyRow,
  meta: { readonly seq: number; readonly localSeq: number },
): void {
  const values: BindValue[] = encodeRow(kind, row);
  values.push(meta.localSeq, meta.seq, null, null);
  const written = tx.prepared<BindValue[], { rowid: number }>(sqlOf(kind).upsertIfNewer).first(values);
  if (written) putSearchText(tx, kind, written.rowid, row);
}

function putSearchText(tx: WriteTx<Schema>, kind: Kind, rowid: number, row: AnyRow): void {
  if (!isSearchKind(kind)) return;
  const text = searchTextOf(kind, row);
  if (text === null) {
    dropSearchText(tx, kind, rowid);
    return;
  }
  tx.prepared<[number, string, string], never>(
    'insert or replace into searchText (rowid, title, detail) values (?, ?, ?)',
  ).run([searchRowid(kind, rowid), text.title, text.detail]);
}

function dropSearchText(tx: WriteTx<Schema>, kind: Kind, rowid: number): void {
  if (isSearchKind(kind)) tx.prepared<[number], never>('delete from searchText where rowid = ?').run([searchRowid(kind, rowid)]);
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
