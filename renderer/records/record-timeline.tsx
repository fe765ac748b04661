import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { MergeNote } from '../../main/contract/conflict.ts';
import type { TimelineEntry } from '../../main/contract/types.ts';
import { useMutate } from '../app/use-mutate.ts';
import { useNow } from '../app/use-now.ts';
import { useRead } from '../app/use-read.ts';
import { Button } from '../parts/button.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { ToggleChips } from '../parts/toggle-chips.tsx';
import { showToast } from '../state/toast-state.ts';
import { useWords } from '../words/words-context.ts';
import { ActionMenu } from './action-menu.tsx';
import type { RecordRefOf } from './composer-draft.ts';
import { NoneSoFar } from './empty-so-far.tsx';
import { errorText, refusalText } from './refusal.ts';
import { timelineEntries } from './timeline-entries.ts';
import { isTimelineView, TIMELINE_VIEWS, type TimelineView } from './timeline-view.ts';
import { type NamedRef, useRecordNames } from './use-record-names.ts';
import { useMyId, useWho } from './use-people.ts';
import { useTimeline } from './use-timeline.ts';
import { useUnitNames } from './use-units.ts';

export interface RecordTimelineProps {
  readonly of: RecordRefOf;
  /** A read page: days as labels, the kinds as chips. A pane says the day in the time and has the kinds in a menu. */
  readonly hasDays?: boolean;
}

/** Everything that happened to a record, newest first, with older pages behind a button. */
export function RecordTimeline({ of, hasDays = false }: RecordTimelineProps) {
  const { say } = useWords();
  const nowMs = useNow(60_000);
  const [view, setView] = useState<TimelineView>('all');
  const { entries, isReady, hasOlder, readOlder } = useTimeline(of, view);
  const { facts, undoMine } = useFacts(of, entries, nowMs);
  return (
    <div>
      <Views hasDays={hasDays} view={view} onView={setView} />
      {isReady && entries.length === 0 && (
        <NoneSoFar text={say(view === 'all' ? 'timeline.empty' : 'timeline.noneInView')} />
      )}
      <Timeline
        label={say('timeline.label')}
        entries={timelineEntries(entries, facts)}
        nowMs={nowMs}
        hasDays={hasDays}
        hasOlder={hasOlder}
        onOlder={readOlder}
        onUndoMine={(entryId) => void undoMine(entryId)}
      />
    </div>
  );
}

interface ViewsProps {
  readonly hasDays: boolean;
  readonly view: TimelineView;
  readonly onView: (view: TimelineView) => void;
}

function Views({ hasDays, view, onView }: ViewsProps) {
  const { say } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  if (hasDays) {
    const options = TIMELINE_VIEWS.map((key) => ({ key, label: say(`view.${key}`) }));
    return (
      <ToggleChips
        label={say('timeline.show')}
        options={options}
        value={view}
        onChange={(key) => isTimelineView(key) && onView(key)}
      />
    );
  }
  const menu = (
    <ActionMenu
      label={say('timeline.show')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      target={<Button size="xs" variant="subtle" label={say(`view.${view}`)} iconAfter={IconChevronDown} />}
      actions={TIMELINE_VIEWS.map((key) => ({
        key,
        label: say(`view.${key}`),
        isChosen: key === view,
        onRun: () => onView(key),
      }))}
    />
  );
  return <SectionHead title={say('timeline.label')} action={menu} />;
}

const REF_FIELDS = { companyId: 'company', parentCompanyId: 'company', contactId: 'contact', dealId: 'deal' } as const;

function refsIn(value: unknown): readonly NamedRef[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(REF_FIELDS).flatMap(([field, kind]) => {
    const id = (value as Readonly<Record<string, unknown>>)[field];
    return typeof id === 'string' ? [{ kind, id }] : [];
  });
}

function refsOf(entries: readonly TimelineEntry[], ownId: string): readonly NamedRef[] {
  const refs = entries.flatMap((entry) => {
    if (entry.kind === 'history') return [...refsIn(entry.row.before), ...refsIn(entry.row.after)];
    return entry.kind === 'activity' && entry.row.contactId !== null
      ? [{ kind: 'contact' as const, id: entry.row.contactId }]
      : [];
  });
  return refs.filter(({ id }) => id !== ownId);
}

function peopleOf(entries: readonly TimelineEntry[]): readonly string[] {
  const ids = entries.flatMap((entry) => {
    if (entry.kind !== 'history') return entry.kind === 'task' ? [entry.row.assigneeId] : [entry.row.createdBy];
    const values = [entry.row.before, entry.row.after] as readonly (
      | { readonly ownerId?: unknown }
      | null
      | undefined
    )[];
    return [
      entry.row.actorId,
      ...(entry.row.merge?.others ?? []).map(({ by }) => by),
      ...values.map((value) => (typeof value === 'object' && value !== null ? value.ownerId : null)),
    ];
  });
  return ids.filter((id) => typeof id === 'string');
}

/** Names behind ids, and the receipts of one's own merges. */
function useFacts(of: RecordRefOf, entries: readonly TimelineEntry[], nowMs: number) {
  const words = useWords();
  const myId = useMyId();
  const merges = useMerges(entries, myId);
  const person = useWho([...peopleOf(entries), ...merges.map(({ by }) => by)]);
  const names = useRecordNames(refsOf(entries, of.id));
  const units = useUnitNames();
  const { data: pipelines } = useRead(['deals', 'pipelines'], ['pipeline'], (client) => client.deals.pipelines());
  const stages = new Map(
    (pipelines ?? []).flatMap((each) => each.stages.map(({ stageId, name }) => [stageId as string, name])),
  );
  const mergeOf = (mutationId: string, group: string) =>
    merges.find((note) => note.mutationId === mutationId && note.group === group && note.id === of.id);
  const takeBack = useTakeBack(of);
  const undoMine = async (entryId: string): Promise<void> => {
    const row = entries.flatMap((entry) => (entry.kind === 'history' && entry.id === entryId ? [entry.row] : [])).at(0);
    const note = row && mergeOf(row.mutationId, row.group ?? '');
    if (note !== undefined) await takeBack(note);
  };
  return {
    facts: {
      words,
      nowMs,
      myId,
      ownId: of.id,
      person,
      record: (id: string) => names.get(id) ?? units.get(id),
      stage: (id: string) => stages.get(id),
      mergeOf,
    },
    undoMine,
  };
}

type OwnMerge = MergeNote & { readonly mutationId: string };

/** The engine keeps both sides of a merge with the receipt of the change that met it. */
function useMerges(entries: readonly TimelineEntry[], myId: string | null): readonly OwnMerge[] {
  const own = entries.flatMap((entry) => {
    if (entry.kind !== 'history' || entry.row.actorId !== myId) return [];
    return entry.row.action === 'merged' || entry.row.action === 'overruled' ? [entry.row.mutationId] : [];
  });
  const ids = [...new Set<string>(own)];
  const { data } = useRead(
    ['outbox', 'merges', ...ids],
    ['outbox'],
    async (client) => {
      const items = await Promise.all(ids.map((mutationId) => client.outbox.get({ mutationId }).catch(() => null)));
      return items.flatMap((item) =>
        (item?.notes ?? []).map((note) => ({ ...note, mutationId: item?.mutationId ?? '' })),
      );
    },
    { isEnabled: ids.length > 0 },
  );
  return ids.length === 0 ? [] : (data ?? []);
}

const RESOURCE = { contact: 'contacts', company: 'companies', deal: 'deals' } as const;

/** Sets the value that the other side had: a change like any other, which can be undone too. */
function useTakeBack({ kind, id }: RecordRefOf): (note: MergeNote) => Promise<void> {
  const words = useWords();
  const mutate = useMutate();
  return async ({ group, theirs }) => {
    const set = group.startsWith('custom:') ? { customFields: theirs } : theirs;
    try {
      const write = { name: `${RESOURCE[kind]}.edit`, args: { [`${kind}Id`]: id, set } };
      const result = await mutate(write, words.say('timeline.mineUndone'));
      if (result.status === 'refused') showToast({ text: refusalText(result.code, words) });
    } catch (error) {
      showToast({ text: errorText(error, words) });
    }
  };
}
