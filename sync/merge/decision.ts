import type { ErrorCode } from '../protocol/error-codes.ts';
import type { Envelope } from '../model/envelope.ts';
import type { GroupName, GroupValue } from '../model/field-groups.ts';
import type { Kind } from '../model/kinds/all-kinds.ts';
import type { MergeRule } from '../model/kinds/define-kind.ts';
import type { LoadedRows, Mutation, MutationContext } from '../model/mutations/define-mutation.ts';
import type { AnyRow, RecordRef } from '../model/row.ts';
import type { GroupClock } from './merge-group.ts';

/** What one side knows of the stored rows beyond their values. A laptop knows no clocks and passes none. */
export interface StoredFacts {
  readonly clock?: (ref: RecordRef, group: string) => GroupClock | undefined;
  /** The value that a remembered own mutation wanted a group to have. */
  readonly mine?: (mutationId: string, key: string) => GroupValue | undefined;
  /** Sequence number of the stored row, and up to which number its user had seen it with an own mutation. */
  readonly seq?: (ref: RecordRef) => number | undefined;
  readonly seqOfMine?: (mutationId: string, ref: RecordRef) => number | undefined;
  /** Groups of the row that were written after this number, oldest first. */
  readonly writtenSince?: (ref: RecordRef, seq: number) => readonly GroupWriter[];
  /** Last writer of the row, for telling a person what happened to a record that was to be deleted. */
  readonly lastWrite?: (ref: RecordRef) => Pick<GroupClock, 'actorId' | 'atMs'> | undefined;
}

export interface GroupWriter {
  readonly group: GroupName;
  readonly clock: GroupClock;
}

/** Who changed a field group, and when. */
export interface GroupChange {
  readonly group: GroupName;
  readonly by: string | null;
  readonly atMs: number | null;
}

export interface GroupConflict extends RecordRef {
  readonly group: GroupName;
  readonly seen: GroupValue | null;
  readonly mine: GroupValue | null;
  readonly theirs: GroupValue | null;
  readonly by: string | null;
  readonly atMs: number | null;
  /** Of a whole record: the groups that changed since it was seen, as far as it is known. */
  readonly changed?: readonly GroupChange[];
}

/**
 * Something that was decided without asking. `beside`: the group was changed by somebody else and not by this mutation,
 * which changed others of the record. `on-deleted`: what was added hangs on this record, which is deleted.
 */
export interface MergeNote extends RecordRef {
  readonly group: GroupName;
  readonly outcome: 'merged' | 'mine-wins' | 'theirs-wins' | 'beside' | 'on-deleted';
  readonly rule: MergeRule | null;
  readonly mine: GroupValue;
  readonly theirs: GroupValue;
  readonly by: string | null;
  readonly atMs: number | null;
}

/** A row as it will stand, with the groups that the mutation itself set. */
export interface RowWrite {
  readonly of: Kind;
  readonly row: AnyRow;
  readonly isNew: boolean;
  readonly groups: readonly string[];
}

export interface Applied {
  readonly kind: 'applied';
  readonly writes: readonly RowWrite[];
  readonly history: readonly AnyRow[];
  readonly notes: readonly MergeNote[];
  /** What the user wanted of every group, by group key; what a later `{ mine }` is compared with. */
  readonly values: Readonly<Record<string, GroupValue>>;
  /** By record key, where others changed a record meanwhile: the number up to which the user had seen it. */
  readonly seenUpTo: Readonly<Record<string, number>>;
}

export type Decision =
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly field?: string; readonly record?: RecordRef }
  | { readonly kind: 'conflict'; readonly conflicts: readonly GroupConflict[] }
  | Applied;

export interface DecisionInput {
  readonly mutation: Mutation;
  readonly envelope: Omit<Envelope, 'pass'>;
  /** Parsed and of the current version. */
  readonly args: unknown;
  readonly rows: LoadedRows;
  readonly context: MutationContext;
  readonly stored: StoredFacts;
  /** A record of this id exists already, visible or not. */
  readonly isTaken: (ref: RecordRef) => boolean;
  /** On a laptop, before the server has spoken: where a person would be asked, the user's own value is shown. */
  readonly isProvisional?: boolean;
}
