import type { GroupConflict, MergeNote } from '../../main/contract/conflict.ts';
import type { OutboxItem } from '../../main/contract/types.ts';
import { didSentence, mergeSentence } from '../records/merge-sentence.ts';
import { groupLabel } from './group-text.ts';
import type { ShowContext } from './show-value.ts';

const nameOf = (by: string | null, { words, names }: ShowContext): string =>
  by === null ? words.say('merge.somebody') : names.person(by);

/** What became of each field on which a sent change met somebody else's; what it hung on, where that was deleted. */
export function noteSentences(item: OutboxItem, context: ShowContext): readonly string[] {
  return item.notes.map((note) =>
    note.outcome === 'on-deleted' ? onDeleted(note, context) : met(item, note, note.outcome, context),
  );
}

function onDeleted(note: MergeNote, context: ShowContext): string {
  const name = context.names.record(note.id) ?? context.words.say('merge.theRecord');
  return context.words.say('merge.onDeleted', { name, who: nameOf(note.by, context) });
}

function met(
  item: OutboxItem,
  { group, mine, theirs, by, atMs }: MergeNote,
  outcome: Exclude<MergeNote['outcome'], 'on-deleted'>,
  context: ShowContext,
): string {
  const { words } = context;
  const own = item.differences.map(({ field }) => groupLabel(field, { [field]: null }, words));
  const field = outcome === 'beside' ? [...new Set(own)].join(', ') : groupLabel(group, mine, words);
  const did = { who: words.say('people.you'), field, atMs: item.wallMs };
  const other = { who: nameOf(by, context), field: groupLabel(group, theirs, words), atMs };
  return `${words.say('timeline.merged')} ${mergeSentence(outcome, { mine: did, others: [other] }, words)}`;
}

/** Why a deletion waits: what changed since its writer had seen the record. */
export function movedSentence({ changed = [] }: GroupConflict, context: ShowContext): string {
  if (changed.length === 0) return context.words.say('reason.deletedMeanwhile');
  const others = changed.map(({ group, by, atMs }) =>
    didSentence({ who: nameOf(by, context), field: groupLabel(group, null, context.words), atMs }, context.words),
  );
  return context.words.say('merge.moved', { others: others.join(', ') });
}
