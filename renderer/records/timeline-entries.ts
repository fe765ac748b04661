import type { ReplicaRow, TimelineEntry as EngineEntry } from '../../main/contract/types.ts';
import type { ActivityEntry, TimelineEntry } from '../parts/timeline-types.ts';
import { markOf, withMark } from './mark-of.ts';
import { mergedEntry } from './merged-entry.ts';
import type { TimelineFacts } from './timeline-facts.ts';
import { groupDiff } from './value-words.ts';

type HistoryRow = ReplicaRow<'history'>;

const MINUTE_MS = 60_000;

function joinMeta(parts: readonly (string | undefined)[]): { readonly meta?: string } {
  const meta = parts.filter((part) => part !== undefined && part !== '').join(', ');
  return meta === '' ? {} : { meta };
}

const withText = (text: string): { readonly text?: string } => (text.trim() === '' ? {} : { text: text.trim() });

function activityEntry(row: ReplicaRow<'activity'>, atMs: number, facts: TimelineFacts): ActivityEntry {
  const { words, person, record, myId, ownId } = facts;
  const who = person(row.createdBy);
  const withWhom = row.contactId === null || row.contactId === ownId ? undefined : record(row.contactId);
  const duration = row.durationMin === null ? undefined : words.age(Math.max(1, row.durationMin) * MINUTE_MS);
  const base = { id: row.id, atMs, kind: row.type, isMine: row.createdBy === myId, ...withMark(markOf(row.pending)) };
  if (row.type === 'call') {
    const title =
      withWhom === undefined
        ? words.say('entry.called', { who })
        : words.say('entry.calledName', { who, name: withWhom });
    return {
      ...base,
      title,
      ...joinMeta([duration, row.outcome ?? undefined]),
      ...withText(row.description || row.subject),
    };
  }
  const title = row.subject || words.say(`entry.${row.type}`);
  const name = withWhom === undefined ? undefined : words.say('entry.with', { name: withWhom });
  return { ...base, title, ...joinMeta([who, duration, name, row.outcome ?? undefined]), ...withText(row.description) };
}

function noteEntry(row: ReplicaRow<'note'>, atMs: number, { words, person, myId }: TimelineFacts): ActivityEntry {
  const base = { id: row.id, atMs, kind: 'note', isMine: row.createdBy === myId, isPinned: row.isPinned } as const;
  return {
    ...base,
    title: words.say('entry.note'),
    meta: person(row.createdBy),
    ...withText(row.body),
    ...withMark(markOf(row.pending)),
  };
}

function taskEntry(
  row: ReplicaRow<'task'>,
  atMs: number,
  { words, person, nowMs, myId }: TimelineFacts,
): ActivityEntry {
  const due = row.dueAtMs === null ? undefined : words.say('entry.due', { day: words.day(row.dueAtMs, nowMs) });
  const done =
    row.doneAtMs === null
      ? words.say('entry.done')
      : words.say('entry.doneOn', { day: words.day(row.doneAtMs, nowMs) });
  const assignee = row.assigneeId === null ? undefined : person(row.assigneeId);
  return {
    id: row.id,
    atMs,
    kind: 'task',
    isMine: row.createdBy === myId,
    title: row.title,
    ...joinMeta([assignee, row.isDone ? done : due]),
    ...withText(row.description),
    ...withMark(markOf(row.pending)),
  };
}

const WHOLE = { created: 'entry.created', deleted: 'entry.deleted', restored: 'entry.restored' } as const;

/** Whether two sides met is the server's word: until it is here, a change is a change. */
function historyEntry(rows: readonly HistoryRow[], facts: TimelineFacts): TimelineEntry {
  const [row, ...more] = rows as readonly [HistoryRow, ...HistoryRow[]];
  const { words, person } = facts;
  const who = person(row.actorId);
  const base = { id: row.id, atMs: row.atMs, ...withMark(markOf(row.pending)) };
  const isProvisional = row.serverSeq === null;
  const isMerge = row.action === 'merged' || row.action === 'overruled';
  const met = rows.find(({ merge }) => merge !== null)?.merge ?? null;
  if (met !== null && !isProvisional) return mergedEntry([row, ...more], met, facts);
  if (row.action !== 'changed' && !isMerge)
    return { ...base, kind: 'change', who: words.say(WHOLE[row.action], { who }), fields: [] };
  const fields = rows.map((each) => groupDiff(each.group ?? '', each, facts));
  if (row.group === 'stage') return { ...base, kind: 'move', who: words.say('entry.moved', { who }), fields };
  const count = rows.length;
  return {
    ...base,
    kind: 'change',
    who: count === 1 ? words.say('entry.changed', { who }) : words.say('entry.changedMany', { who, count }),
    fields,
  };
}

/** Field changes of one command stand together; everything else is an entry of its own. */
function together(entries: readonly EngineEntry[]): readonly (readonly EngineEntry[])[] {
  const groups: EngineEntry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1)?.[0];
    const isSame =
      entry.kind === 'history' &&
      last?.kind === 'history' &&
      entry.row.action === 'changed' &&
      last.row.action === 'changed' &&
      last.row.group !== 'stage' &&
      entry.row.group !== 'stage' &&
      entry.row.mutationId === last.row.mutationId;
    if (isSame) groups.at(-1)?.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

/** What the engine knows of a record's past, as sentences. */
export function timelineEntries(entries: readonly EngineEntry[], facts: TimelineFacts): readonly TimelineEntry[] {
  return together(entries).map((group): TimelineEntry => {
    const [entry] = group as readonly [EngineEntry, ...EngineEntry[]];
    switch (entry.kind) {
      case 'activity':
        return activityEntry(entry.row, entry.atMs, facts);
      case 'note':
        return noteEntry(entry.row, entry.atMs, facts);
      case 'task':
        return taskEntry(entry.row, entry.atMs, facts);
      case 'history':
        return historyEntry(
          group.flatMap((each) => (each.kind === 'history' ? [each.row] : [])),
          facts,
        );
    }
  });
}
