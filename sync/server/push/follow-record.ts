import type { Applied } from '../../merge/decision.ts';
import { hangsOn } from '../store/hangs-on.ts';
import type { StoredRow } from '../store/store.ts';
import type { Layer } from './layer.ts';
import type { Loader } from './loader.ts';

/** Loads what follows the records that a decision moves to another unit: what hangs on them, and all their history. */
export async function loadFollowers({ writes }: Applied, layer: Layer, loader: Loader): Promise<void> {
  const moved = writes.filter(
    ({ of, row, isNew }) => !isNew && layer.row({ kind: of, id: row.id })?.row.orgId !== row.orgId,
  );
  if (moved.length === 0) return;
  const ids = moved.map(({ row }) => row.id);
  await loader.hanging(ids);
  await loader.hanging(hangingOn(layer, new Set(ids)).map(({ row }) => row.id));
}

/** Everything that follows a record into its new unit. Who wrote these rows last, and when, does not change by that. */
export function moveFollowers(layer: Layer, recordId: string, orgId: string): void {
  const children = hangingOn(layer, new Set([recordId]));
  const grandchildren = hangingOn(layer, new Set(children.map(({ row }) => row.id)));
  for (const stored of [...children, ...grandchildren]) {
    const seq = layer.nextSeq();
    layer.setRow({ ...stored, seq, row: { ...stored.row, orgId } });
    noteMove(layer, stored, { orgId, seq });
  }
}

/** Those who saw the row in its old unit are told that it is gone. */
export function noteMove(
  layer: Layer,
  { kind, row }: Pick<StoredRow, 'kind' | 'row'>,
  to: { readonly orgId: string; readonly seq: number },
): void {
  if (row.orgId === null || row.orgId === to.orgId) return;
  layer.moves.push({ kind, id: row.id, fromOrgId: row.orgId, toOrgId: to.orgId, seq: to.seq });
}

function hangingOn(layer: Layer, ids: ReadonlySet<string>): readonly StoredRow[] {
  const rows = [...layer.allRows().values()].filter((stored) => stored !== undefined);
  return rows.filter(({ kind, row }) => ids.has(hangsOn(kind, row) ?? ''));
}
