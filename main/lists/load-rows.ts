import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { ReplicaRow } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import { CODECS, decodeReplicaRow, FRAMEWORK_COLUMNS } from '../db/row-codec.ts';
import type { Schema } from '../db/schema.ts';

interface StoredRow {
  readonly rowid: number;
}

const columnsOf = (kind: Kind): string =>
  ['rowid', ...FRAMEWORK_COLUMNS, ...CODECS[kind].fields.map(([name]) => name), 'pending', 'localSeq', 'serverSeq']
    .map((name) => `"${name}"`)
    .join(', ');

const selects = new Map<Kind, string>();

/** The select list of what the window shows of a row. */
function selectOf(kind: Kind): string {
  const known = selects.get(kind) ?? `select ${columnsOf(kind)} from ${kind}`;
  selects.set(kind, known);
  return known;
}

/** Rows in the order of their rowids. */
export function loadRows<K extends Kind>(
  read: ReadHandle<Schema>,
  kind: K,
  rowids: readonly number[],
): readonly ReplicaRow<K>[] {
  if (rowids.length === 0) return [];
  const sql = `${selectOf(kind)} where rowid in (select value from json_each(?))`;
  const found = read.prepared<[string], StoredRow>(sql).all([JSON.stringify(rowids)]);
  const byRowid = new Map(found.map((stored) => [stored.rowid, stored]));
  return rowids.flatMap((rowid) => {
    const stored = byRowid.get(rowid);
    return stored === undefined ? [] : [decodeReplicaRow(kind, stored)];
  });
}

/** A row by id, deleted ones too: they can be restored. @throws SatchelError NOT_FOUND */
export function mustGetRow<K extends Kind>(read: ReadHandle<Schema>, kind: K, id: string): ReplicaRow<K> {
  const stored = read.prepared<[string], StoredRow>(`${selectOf(kind)} where id = ?`).first([id]);
  if (stored === undefined)
    throw new SatchelError('NOT_FOUND', `There is no ${kind} with this id on this laptop.`, { data: { kind, id } });
  return decodeReplicaRow(kind, stored);
}

/** A live row by id, or null. */
export function findRow<K extends Kind>(read: ReadHandle<Schema>, kind: K, id: string | null): ReplicaRow<K> | null {
  if (id === null) return null;
  const stored = read.prepared<[string], StoredRow>(`${selectOf(kind)} where id = ? and isDeleted = 0`).first([id]);
  return stored === undefined ? null : decodeReplicaRow(kind, stored);
}
