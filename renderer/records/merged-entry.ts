import type { ReplicaRow } from '../../main/contract/types.ts';
import type { MergedEntry } from '../parts/timeline-types.ts';
import { markOf, withMark } from './mark-of.ts';
import { mergeSentence } from './merge-sentence.ts';
import type { TimelineFacts } from './timeline-facts.ts';
import { groupDiff, groupLabel } from './value-words.ts';

type HistoryRow = ReplicaRow<'history'>;
type Merge = NonNullable<HistoryRow['merge']>;

/** A change that met another one: the sentence, and both sides, as history keeps them for everybody. */
export function mergedEntry(
  rows: readonly [HistoryRow, ...HistoryRow[]],
  merge: Merge,
  facts: TimelineFacts,
): MergedEntry {
  const { words, person } = facts;
  const [row] = rows;
  const who = person(row.actorId);
  const label = (group: string): string => groupLabel(group, words);
  const nameOf = (by: string | null): string => (by === null ? words.say('merge.somebody') : person(by));
  const others = merge.others.map(({ group, by, atMs }) => ({ who: nameOf(by), field: label(group), atMs }));
  const mine = { who, field: rows.map(({ group }) => label(group ?? '')).join(', '), atMs: row.atMs };
  const [other] = others;
  const group = row.group ?? '';
  const isOwn = row.actorId === facts.myId && facts.mergeOf(row.mutationId, group) !== undefined;
  const canBeUndone = merge.outcome === 'merged' || merge.outcome === 'mine-wins';
  return {
    id: row.id,
    atMs: row.atMs,
    ...withMark(markOf(row.pending)),
    kind: 'merged',
    sentence: mergeSentence(merge.outcome, { mine, others }, words),
    mine: { who: sideAt(who, row.atMs, facts), fields: mySide(rows, merge, facts) },
    theirs: { who: sideAt(other?.who ?? '', other?.atMs ?? null, facts), fields: theirSide(group, merge, facts) },
    canUndo: isOwn && canBeUndone && group !== 'owner' && group !== 'unit' && group !== 'stage',
  };
}

const sideAt = (who: string, atMs: number | null, { words }: TimelineFacts): string =>
  atMs === null ? who : words.say('merge.sideAt', { who, clock: words.clock(atMs) });

const valueDiff = (group: string, after: unknown, facts: TimelineFacts) =>
  groupDiff(group, { before: null, after }, facts);

function mySide(rows: readonly HistoryRow[], merge: Merge, facts: TimelineFacts) {
  if (merge.outcome === 'beside') return rows.map((row) => groupDiff(row.group ?? '', row, facts));
  return rows.map(({ group }) => valueDiff(group ?? '', merge.mine, facts));
}

function theirSide(group: string, { outcome, theirs, others }: Merge, facts: TimelineFacts) {
  if (outcome !== 'beside') return [valueDiff(group, theirs, facts)];
  const byGroup = (theirs ?? {}) as Readonly<Record<string, unknown>>;
  return others.map((each) => valueDiff(each.group, byGroup[each.group], facts));
}
