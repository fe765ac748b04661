import type { Kind } from '../../sync/model/kinds/all-kinds.ts';

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
}

/** A field group that was merged without asking. */
export interface MergeNote {
  readonly kind: Kind;
  readonly id: string;
  readonly group: string;
  readonly outcome: 'merged' | 'mine-wins' | 'theirs-wins';
  readonly mine: Value;
  readonly theirs: Value;
  readonly by: string | null;
  readonly atMs: number | null;
}
