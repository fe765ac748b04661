import { groupKey, type Envelope } from '../model/envelope.ts';
import { ruleOfGroup, type GroupValue } from '../model/field-groups.ts';
import type { RecordRef } from '../model/row.ts';
import type { StoredFacts } from './decision.ts';

/**
 * What the user saw of a group. Of an own change that was not acknowledged: what that change wanted, or, where both sides
 * are merged, what was shown, which may have held the other side already. Undefined where it cannot be found out.
 */
export function seenValue(
  seen: Envelope['seen'],
  stored: StoredFacts,
  of: RecordRef & { readonly group: string },
): GroupValue | undefined {
  const key = groupKey(of);
  const entry = seen[key];
  if (entry?.kind === 'value') return entry.value;
  if (entry?.kind !== 'mine') return undefined;
  const wanted = stored.mine?.(entry.mutationId, key);
  return wanted !== undefined && entry.shown !== undefined && isMerging(of) ? entry.shown : wanted;
}

/** Rules that make one value of two, for which the base has to be exact. */
export function isMerging({ kind, group }: RecordRef & { readonly group: string }): boolean {
  const rule = ruleOfGroup(kind, group);
  return rule === 'text' || rule === 'union';
}
