import type { GroupValue } from '../model/field-groups.ts';
import type { Hlc } from '../model/hlc.ts';
import type { MergeRule } from '../model/kinds/define-kind.ts';
import { isSameValue } from '../model/same-value.ts';
import { isMineLater } from './merge-latest.ts';
import { mergeText } from './merge-text.ts';
import { mergeUnion } from './merge-union.ts';

/** Who wrote a field group last, as the server knows it. */
export interface GroupClock {
  readonly hlc: Hlc;
  readonly mutationId: string;
  readonly actorId: string;
  readonly atMs: number;
  /** The row's sequence number that the write gave; absent of rows that came in by bulk. */
  readonly seq?: number;
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
  if (isSameValue(mine, theirs)) return { kind: 'clean', value: mine };
  // What is only ever added is never replaced, not even by who has seen it.
  if (rule === 'append') return { kind: 'theirs-wins', value: theirs, loser: mine };
  if (seen !== undefined && isSameValue(seen, theirs)) return { kind: 'clean', value: mine };
  switch (rule) {
    case 'ask':
      return { kind: 'ask' };
    case 'union':
      return { kind: 'merged', value: uniteFields(seen, mine, theirs) };
    case 'text':
      return mergeTexts(seen, mine, theirs);
    case 'latest':
      return isMineLater(clocks.mine, clocks.theirs)
        ? { kind: 'mine-wins', value: mine, loser: theirs }
        : { kind: 'theirs-wins', value: theirs, loser: mine };
  }
}

function uniteFields(seen: GroupValue | undefined, mine: GroupValue, theirs: GroupValue): GroupValue {
  const list = (value: GroupValue | undefined, field: string) => {
    const items = value?.[field];
    return Array.isArray(items) ? (items as readonly unknown[]) : [];
  };
  return Object.fromEntries(
    Object.keys(mine).map((field) => [field, mergeUnion(list(seen, field), list(mine, field), list(theirs, field))]),
  );
}

/** Without the text that both started from nobody can tell what either changed, so a person has to. */
function mergeTexts(seen: GroupValue | undefined, mine: GroupValue, theirs: GroupValue): MergedGroup {
  const merged: Record<string, unknown> = {};
  for (const field of Object.keys(mine)) {
    const [base, a, b] = [seen?.[field], mine[field], theirs[field]];
    if (typeof base !== 'string' || typeof a !== 'string' || typeof b !== 'string') return { kind: 'ask' };
    merged[field] = mergeText(base, a, b);
  }
  return { kind: 'merged', value: merged };
}
