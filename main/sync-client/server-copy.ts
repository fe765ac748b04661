import { KIND_NAMES, type Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { AnyRow } from '../../sync/model/row.ts';
import { digestOf, type Digest } from '../../sync/protocol/row-digest.ts';
import type { ReadHandle } from '../db/handles.ts';
import { decodeRow } from '../db/row-codec.ts';
import type { ReplicaColumns, Schema } from '../db/schema.ts';

/** What this laptop holds of a row of the server, without the user's own pending changes on top. */
export interface ServerCopy {
  readonly kind: Kind;
  readonly id: string;
  readonly rowid: number;
  readonly seq: number;
  readonly unit: string | null;
  readonly isDeleted: boolean;
  /** Null for one whose values cannot be read any more; it equals nothing. */
  readonly digest: Digest | null;
}

/** Undefined for a row that the server does not know. */
function serverCopyOf(kind: Kind, stored: ReplicaColumns): ServerCopy | undefined {
  const { id, rowid, serverSeq: seq, orgId, isDeleted } = stored;
  if (seq === null) return undefined;
  try {
    const row = serverValuesOf(kind, stored);
    const digest = digestOf({ kind, id, seq, orgId: row.orgId, isDeleted: row.isDeleted, fields: { ...row } });
    return { kind, id, rowid, seq, unit: row.orgId, isDeleted: row.isDeleted, digest };
  } catch {
    return { kind, id, rowid, seq, unit: orgId, isDeleted: isDeleted === 1, digest: null };
  }
}

const serverValuesOf = (kind: Kind, stored: ReplicaColumns): AnyRow =>
  stored.serverRow === null
    ? decodeRow(kind, stored as unknown as Readonly<Record<string, unknown>>)
    : (JSON.parse(stored.serverRow) as AnyRow);

export function findServerCopy(read: ReadHandle<Schema>, kind: Kind, id: string): ServerCopy | undefined {
  const stored = read.prepared<[string], ReplicaColumns>(`select * from "${kind}" where id = ?`).first([id]);
  return stored === undefined ? undefined : serverCopyOf(kind, stored);
}

const ROWS_BETWEEN_LOOKS = 50;

/** Every copy, as far as one slice of `sliceMs` goes before others have their turn. */
export async function* scanServerCopies(
  read: ReadHandle<Schema>,
  pace: { readonly isSliceOver: () => boolean; readonly yieldTurn: () => Promise<void> },
): AsyncGenerator<readonly ServerCopy[]> {
  for (const kind of KIND_NAMES) {
    const window = read.prepared<[number, number], ReplicaColumns>(
      `select * from "${kind}" where rowid > ? order by rowid limit ?`,
    );
    for (let rows = window.all([0, ROWS_BETWEEN_LOOKS]); rows.length > 0;) {
      yield rows.flatMap((stored) => serverCopyOf(kind, stored) ?? []);
      if (pace.isSliceOver()) await pace.yieldTurn();
      rows = window.all([rows.at(-1)?.rowid ?? 0, ROWS_BETWEEN_LOOKS]);
    }
  }
}
