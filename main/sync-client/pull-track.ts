import { KIND_NAMES, type Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { ReadHandle, WriteTx } from '../db/handles.ts';
import { dropState, getState, setState } from '../db/local-seq.ts';
import type { Schema } from '../db/schema.ts';

/** What the next page belongs to: the replica's own pull, or that of kinds which only an update made known. */
export type PullTrack =
  | { readonly kind: 'all'; readonly cursor: string | null }
  | { readonly kind: 'new-kinds'; readonly cursor: string | null; readonly kinds: readonly Kind[] };

interface NewKindsCursor {
  readonly cursor: string;
  readonly kinds: readonly Kind[];
}

/**
 * The cursor has passed rows of kinds that the build did not know then. After an update these kinds are fetched from
 * the start, with a cursor of their own, before the pull goes on.
 */
export function nextTrack(read: ReadHandle<Schema>): PullTrack {
  const cursor = getState<string>(read, 'cursor') ?? null;
  const known = getState<readonly string[]>(read, 'cursorKinds') ?? KIND_NAMES;
  const kinds = cursor === null ? [] : KIND_NAMES.filter((kind) => !known.includes(kind));
  if (kinds.length === 0) return { kind: 'all', cursor };
  const begun = getState<NewKindsCursor>(read, 'newKindsCursor');
  const isSame = begun !== undefined && begun.kinds.join() === kinds.join();
  return { kind: 'new-kinds', cursor: isSame ? begun.cursor : null, kinds };
}

/** The kinds that a first page is made with are those that the cursor will have seen. */
export function startCursor(tx: WriteTx<Schema>): void {
  setState(tx, 'cursorKinds', KIND_NAMES);
}

export function moveNewKinds(tx: WriteTx<Schema>, track: NewKindsCursor, isAtHead: boolean): void {
  if (!isAtHead) return setState(tx, 'newKindsCursor', track);
  startCursor(tx);
  dropState(tx, 'newKindsCursor');
  const skipped = skippedKinds(tx).filter((kind) => !track.kinds.includes(kind as Kind));
  setState(tx, 'skippedKinds', skipped);
}

/** Kinds of rows that the server sent and this build does not know. */
export const skippedKinds = (read: ReadHandle<Schema>): readonly string[] =>
  getState<readonly string[]>(read, 'skippedKinds') ?? [];

export function noteSkippedKinds(tx: WriteTx<Schema>, kinds: readonly string[]): void {
  const all = new Set([...skippedKinds(tx), ...kinds]);
  if (kinds.length > 0) setState(tx, 'skippedKinds', [...all].slice(-50));
}
