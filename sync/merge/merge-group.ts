import type { GroupValue } from '../model/field-groups.ts';
import { compareWrites, type Hlc } from '../model/hlc.ts';
import type { MergeRule } from '../model/kinds/define-kind.ts';
import { isSameValue } from '../model/same-value.ts';
import { mergeTags } from './merge-tags.ts';

/** Who wrote a field group last, as the server knows it. */
export interface GroupClock {
  readonly hlc: Hlc;
  readonly mutationId: string;
  readonly actorId: string;
  readonly atMs: number;
}

export interface Versions {
  /** What the user saw; undefined where that cannot be found out any more. */
  readonly seen: GroupValue | undefined;
  readonly mine: GroupValue;
  readonly theirs: GroupValue;
}

export type MergedGroup =
  /** Nobody changed it since it was seen, or both say the same. */
  | { readonly kind: 'clean'; readonly value: GroupValue }
  /** Both sides are in the value. */
  | { readonly kind: 'merged'; readonly value: GroupValue }
  /** One value stands, the other is kept in history. */
  | { readonly kind: 'mine-wins'; readonly value: GroupValue; readonly loser: GroupValue }
  | { readonly kind: 'theirs-wins'; readonly value: GroupValue; readonly loser: GroupValue }
  | { readonly kind: 'ask' };

/** Decides one field group. The same winner comes out whichever side is called mine. */
export function mergeGroup(
  rule: MergeRule,
  { seen, mine, theirs }: Versions,
  clocks: { readonly mine: Pick<GroupClock, 'hlc' | 'mutationId'>; readonly theirs: GroupClock | undefined },
): MergedGroup {
  if ((seen !== undefined && isSameValue(seen, theirs)) || isSameValue(mine, theirs))
    return { kind: 'clean', value: mine };
  switch (rule) {
    case 'ask':
      return { kind: 'ask' };
    case 'union':
      return { kind: 'merged', value: mergeEach(seen, mine, theirs) };
    case 'append':
    case 'latest':
      return clocks.theirs === undefined || compareWrites(clocks.mine, clocks.theirs) > 0
        ? { kind: 'mine-wins', value: mine, loser: theirs }
        : { kind: 'theirs-wins', value: theirs, loser: mine };
  }
}

function mergeEach(seen: GroupValue | undefined, mine: GroupValue, theirs: GroupValue): GroupValue {
  const list = (value: GroupValue | undefined, field: string) => (value?.[field] ?? []) as readonly string[];
  return Object.fromEntries(
    Object.keys(mine).map((field) => [field, mergeTags(list(seen, field), list(mine, field), list(theirs, field))]),
  );
}
