import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import { refKey, type RecordRef } from '../../sync/model/row.ts';
import type { WireRow } from '../../sync/protocol/wire-row.ts';
import { commitFromSync, type LocalTx } from '../db/local-store.ts';
import type { ReadHandle } from '../db/handles.ts';
import { removeRow } from '../db/replica-store.ts';
import type { Schema } from '../db/schema.ts';
import { rebase } from '../outbox/rebase.ts';
import { addFindings } from './agreement.ts';
import { applyServerRows } from './apply-server-rows.ts';
import type { SumsContext } from './compare-sums.ts';
import { countRemoved, deletionsToHold } from './hold-deletions.ts';
import { pullPage } from './pull.ts';
import { quarantined } from './quarantine.ts';
import { findServerCopy, type ServerCopy } from './server-copy.ts';

/** Rows written by one transaction. */
const SLICE_ROWS = 50;
/** The head runs away at most this often before what is to be removed is left for another day. */
const MAX_PAGES = 50;

/** Stores rows of the server although the copies here claim the same number. */
export async function takeAgain(context: SumsContext, rows: readonly WireRow[]): Promise<void> {
  await inSlices(context, rows, (local, slice) => takeSlice(context, local, slice));
}

function takeSlice({ orgIds }: SumsContext, local: LocalTx, rows: readonly WireRow[]): void {
  const { tx, localSeq } = local;
  const known = new Map<string, ServerCopy>();
  for (const [name, id] of rows) {
    const kind = name as Kind;
    const copy = findServerCopy(tx, kind, id);
    if (copy === undefined) continue;
    known.set(`${name}:${id}`, copy);
    // What cannot be read cannot be rebased; any row of the server is newer than a number below zero.
    if (copy.digest === null) removeRow(tx, { kind, id }, localSeq);
    else tx.prepared<[string], never>(`update "${kind}" set serverSeq = -1 where id = ?`).run([id]);
  }
  const { toRebase } = applyServerRows(local, rows);
  if (toRebase.length > 0) rebase(tx, toRebase, { orgIds: orgIds(), localSeq });
  const refused = new Set(quarantined(tx));
  for (const { kind, id, seq } of [...known].filter(([name]) => refused.has(name)).map(([, copy]) => copy))
    tx.prepared<[number, string], never>(`update "${kind}" set serverSeq = ? where id = ?`).run([seq, id]);
  const names = rows.map(([kind, id]) => `${kind}:${id}`).filter((name) => !refused.has(name));
  const corrected = names.filter((name) => known.has(name)).length;
  if (names.length > 0) addFindings(tx, { corrected, restored: names.length - corrected }, names);
}

/** A copy of a row that the server does not have, or has as deleted: then with its row. */
export interface Removal {
  readonly copy: ServerCopy;
  readonly row: WireRow | null;
}

/**
 * Takes copies away. One more pull comes first, because a row may have left the scope in the moment between. So many at
 * once that it could be the server's loss are kept and counted.
 */
export async function removeCopies(context: SumsContext, removals: readonly Removal[]): Promise<void> {
  const { read } = context.store.db;
  if (removals.length === 0 || !(await isAtHead(context))) return;
  const refused = new Set(quarantined(read)); // the server has a newer one of these, which cannot be stored
  const still = removals.filter(({ copy }) => !refused.has(refKey(copy)) && isStill(read, copy));
  const asDeletions = still.map(({ copy: { kind, id } }): WireRow => [kind, id, 1, null, 1, null]);
  const braked = new Set<string>(deletionsToHold(read, countRemoved(read, asDeletions)).map(({ kind }) => kind));
  await inSlices(context, still, (local, slice) => {
    const going = slice.filter(({ copy }) => !braked.has(copy.kind));
    const gone = going.filter(({ row }) => row === null).map(({ copy }) => copy);
    removeSlice(local, gone, context.orgIds());
    takeSlice(
      context,
      local,
      going.flatMap(({ row }) => (row === null ? [] : [row])),
    );
    const found = { removed: gone.length, kept: slice.length - going.length };
    addFindings(local.tx, found, slice.map(({ copy }) => copy).map(refKey));
  });
}

function isStill(read: ReadHandle<Schema>, { kind, id, seq, unit }: ServerCopy): boolean {
  const now = findServerCopy(read, kind, id);
  return now !== undefined && now.seq === seq && now.unit === unit;
}

async function isAtHead(context: SumsContext): Promise<boolean> {
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const { isHeld, more } = await pullPage(context);
    if (isHeld || !more) return !isHeld;
  }
  return false;
}

function removeSlice(local: LocalTx, copies: readonly ServerCopy[], orgIds: ReadonlySet<string>): void {
  const { tx, localSeq } = local;
  for (const { kind, id, digest } of copies) {
    if (digest === null) removeRow(tx, { kind, id }, localSeq);
    else tx.prepared<[string], never>(`update "${kind}" set serverSeq = null, serverRow = null where id = ?`).run([id]);
    local.touch(kind);
  }
  const refs: readonly RecordRef[] = copies.filter(({ digest }) => digest !== null);
  rebase(tx, refs, { orgIds, localSeq });
}

async function inSlices<T>(
  { store, yieldTurn }: SumsContext,
  all: readonly T[],
  run: (local: LocalTx, slice: readonly T[]) => void,
): Promise<void> {
  for (let from = 0; from < all.length; from += SLICE_ROWS) {
    commitFromSync(store, (local) => run(local, all.slice(from, from + SLICE_ROWS)));
    await yieldTurn();
  }
}
