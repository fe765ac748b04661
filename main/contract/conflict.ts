import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { MergeRule } from '../../sync/model/kinds/define-kind.ts';

type Value = Readonly<Record<string, unknown>>;

/** A field group on which the user has to decide: what was seen, what is wanted, what the server has. */
export interface GroupConflict {
  readonly kind: Kind;
  readonly id: string;
  readonly group: string;
  readonly seen: Value | null;
  readonly mine: Value | null;
  readonly theirs: Value | null;
  readonly by: string | null;
  readonly atMs: number | null;
  /** Of a whole record: the groups that changed since the user saw it, as far as it is known. */
  readonly changed?: readonly { readonly group: string; readonly by: string | null; readonly atMs: number | null }[];
}

/**
 * Something that was decided without asking. `beside`: the group was changed by somebody else, while this change set
 * others of the record, and both stand. `on-deleted`: what was added hangs on this record, which is deleted.
 */
export interface MergeNote {
  readonly kind: Kind;
  readonly id: string;
  readonly group: string;
  readonly outcome: 'merged' | 'mine-wins' | 'theirs-wins' | 'beside' | 'on-deleted';
  readonly rule: MergeRule | null;
  readonly mine: Value;
  readonly theirs: Value;
  readonly by: string | null;
  readonly atMs: number | null;
}
