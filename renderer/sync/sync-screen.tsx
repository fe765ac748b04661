import { IconArrowBackUp, IconRefresh } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { OutboxItem } from '../../main/contract/types.ts';
import { useGo } from '../app/use-go.ts';
import { useSyncNow } from '../app/use-sync-now.ts';
import { Button } from '../parts/button.tsx';
import { Column, Columns } from '../parts/column.tsx';
import type { ConflictPick } from '../parts/conflict-types.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { type Hint, HintLine } from '../parts/hint-line.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { QueueList } from '../parts/queue-list.tsx';
import { useWindowLetters } from '../records/use-window-letters.ts';
import { useWords } from '../words/words-context.ts';
import { ConflictView } from './conflict-view.tsx';
import { conflictsOf } from './conflict-of.ts';
import { DraftSummaryNote } from './draft-summary.tsx';
import { DraftView } from './draft-view.tsx';
import { ApplyButton, DraftsBar, usePicked } from './drafts-bar.tsx';
import { DiscardDialog } from './discard-dialog.tsx';
import { OrphanView } from './orphan-view.tsx';
import { partTitle } from './part-title.ts';
import { recordPath } from './record-path.ts';
import { RefusedView } from './refused-view.tsx';
import { isSyncPart, needsUser, type SyncPart } from './sync-parts.ts';
import { SyncNav } from './sync-nav.tsx';
import classes from './sync.module.css';
import { toQueueItem } from './to-queue-item.ts';
import { usePartMeta } from './use-part-meta.ts';
import { type Queue, useQueue } from './use-queue.ts';
import { WritePassView } from './write-pass-view.tsx';
import { type QueueActs, useQueueActs } from './use-queue-acts.ts';

/** Which part of the centre the address names. */
function usePart(): SyncPart {
  const search = useLocation({ select: ({ searchStr }) => searchStr });
  const part = new URLSearchParams(search).get('part');
  return isSyncPart(part) ? part : 'safe';
}

/** The chosen change; when it leaves the list, the one that takes its place, with the focus where the list had it. */
function useSelection(items: readonly OutboxItem[]) {
  const [wanted, setWanted] = useState({ id: '', index: 0 });
  const found = items.findIndex(({ mutationId }) => mutationId === wanted.id);
  const index = found >= 0 ? found : Math.min(wanted.index, Math.max(0, items.length - 1));
  const item = items[index];
  const hadFocus = useRef(false);
  useEffect(() => {
    const row = document.querySelector<HTMLElement>(`[data-queue-index="${index}"]`);
    if (hadFocus.current && document.activeElement === document.body) row?.focus();
    hadFocus.current = document.activeElement?.closest('[role="grid"]') !== null;
  });
  const select = (id: string): void => setWanted({ id, index: items.findIndex(({ mutationId }) => mutationId === id) });
  if (found >= 0 && found !== wanted.index) setWanted({ id: wanted.id, index: found });
  return { item, select };
}

const canHold = ({ state, sentAtMs }: OutboxItem): boolean =>
  state === 'held' || (state === 'queued' && sentAtMs === null);

/** Only what is possible for the chosen change. */
function useRowActs(
  items: readonly OutboxItem[],
  item: OutboxItem | undefined,
  { acts, edit }: { readonly acts: QueueActs; readonly edit: (id: string) => void },
) {
  const go = useGo();
  const byId =
    (run: (found: OutboxItem) => void) =>
    (id: string): void => {
      const found = items.find(({ mutationId }) => mutationId === id);
      if (found !== undefined) run(found);
    };
  const path = item === undefined ? null : recordPath(item);
  const focusPanel = (): void =>
    document
      .querySelector<HTMLElement>(
        '[data-region="detail"] input, [data-region="detail"] textarea, [data-region="detail"] button',
      )
      ?.focus();
  const isParked = item !== undefined && needsUser(item);
  const open = isParked ? focusPanel : () => path !== null && go(path);
  return {
    onOpen: byId((found) => (found.state === 'discarded' ? void acts.putBack(found) : open())),
    ...(item?.state === 'held' ? { onApply: byId(({ mutationId }) => void acts.apply([mutationId])) } : {}),
    ...(isEditable(item)
      ? { onEdit: byId(({ mutationId }) => edit(mutationId)) }
      : path !== null || isParked
        ? { onEdit: byId(open) }
        : {}),
    ...(item !== undefined && canHold(item) ? { onHold: byId((found) => void acts.hold(found)) } : {}),
    onDiscard: byId((found) => void acts.discard(found)),
  };
}

/** A draft that was never sent may be replaced by another. */
const isEditable = (item: OutboxItem | undefined): boolean => item?.state === 'held' && item.sentAtMs === null;

const OPEN_PARTS: readonly SyncPart[] = ['safe', 'needs', 'drafts'];

function useHints(part: SyncPart, item: OutboxItem | undefined): readonly Hint[] {
  const { say } = useWords();
  const move: Hint = { keys: ['J', 'K'], label: say('hint.move') };
  const pick: readonly Hint[] = part === 'drafts' ? [{ keys: ['X'], label: say('hint.select') }] : [];
  if (!OPEN_PARTS.includes(part)) return [move];
  return [
    move,
    ...pick,
    { keys: ['E'], label: say('hint.edit') },
    ...(item !== undefined && canHold(item) ? [{ keys: ['H'], label: say('hint.hold') }] : []),
    { keys: ['Backspace'], label: say('hint.discard') },
    { keys: ['Mod+Z'], label: say('hint.undo'), isOptional: true },
  ];
}

const focusRow = (): void => document.querySelector<HTMLElement>('[role="row"][aria-selected="true"]')?.focus();

/** The question of the chosen change: 1 2 3 answer it from anywhere on the page, Later puts it aside. */
function useQuestion(item: OutboxItem | undefined) {
  const [picked, setPicked] = useState<{ readonly id: string; readonly pick: ConflictPick }>({ id: '', pick: 'mine' });
  const [laterId, setLaterId] = useState('');
  const isAsking = item !== undefined && needsUser(item) && laterId !== item.mutationId;
  const isConflict = item !== undefined && conflictsOf(item).length > 0;
  const onPick = (pick: ConflictPick): void => setPicked({ id: item?.mutationId ?? '', pick });
  const byKey = (pick: ConflictPick) => (): boolean => {
    if (isAsking && isConflict) onPick(pick);
    return isAsking && isConflict;
  };
  useWindowLetters({ 1: byKey('mine'), 2: byKey('theirs'), 3: byKey('another') });
  const onLater = (): void => {
    setLaterId(item?.mutationId ?? '');
    focusRow();
  };
  return {
    isAsking,
    isConflict,
    pick: picked.id === item?.mutationId ? picked.pick : 'mine',
    onPick,
    onLater,
    ask: () => setLaterId(''),
  } as const;
}

const NO_ITEMS: readonly OutboxItem[] = [];

interface PartViewProps {
  readonly part: SyncPart;
  readonly queue: Queue;
}

function PartView({ part, queue: { byPart, context } }: PartViewProps) {
  const { say, age } = context.words;
  const { acts, asked, onAnswer } = useQueueActs();
  const sync = useSyncNow();
  const meta = usePartMeta(part, byPart);
  const items = byPart[part];
  const { item, select } = useSelection(items);
  const question = useQuestion(item);
  const hints = useHints(part, item);
  const [editedId, setEditedId] = useState('');
  const isEditing = item !== undefined && isEditable(item) && item.mutationId === editedId;
  const rowActs = useRowActs(items, item, { acts, edit: setEditedId });
  const drafts = part === 'drafts' ? items : NO_ITEMS;
  const picked = usePicked(drafts);
  useWindowLetters({ r: sync.run });
  const onSelect = (id: string): void => {
    question.ask();
    select(id);
  };
  const shown = items.map((each, index) =>
    toQueueItem(each, context, { isNext: part === 'safe' && index === 0, isSelected: each === item }),
  );
  const oldest = Math.min(...items.map(({ wallMs }) => wallMs));
  return (
    <Columns>
      <Column width="grow">
        <PageHead
          variant="read"
          isOverList
          title={partTitle(part, items, context.words)}
          meta={meta}
          actions={
            <>
              {drafts.length > 0 && (
                <ApplyButton
                  isMain={!isEditing && picked.ids.size === 0}
                  label={say('drafts.applyAll')}
                  onApply={() => void acts.apply('all')}
                />
              )}
              {part === 'discarded' && item !== undefined && (
                <Button
                  icon={IconArrowBackUp}
                  label={say('sync.putBack')}
                  keys="Enter"
                  onClick={() => void acts.putBack(item)}
                />
              )}
              <Button
                icon={IconRefresh}
                label={say('app.syncNow')}
                keys="R"
                disabled={sync.isRunning}
                onClick={sync.run}
              />
            </>
          }
        />
        <DraftSummaryNote />
        {items.length === 0 ? (
          <div className={classes.empty}>
            <EmptyState title={say(`sync.empty.${part}`)} why={say(`sync.empty.${part}Why`)} />
          </div>
        ) : (
          <QueueList
            label={say(`sync.${part}`)}
            items={shown}
            onSelect={onSelect}
            {...(part === 'drafts' ? { pickedIds: picked.ids, onPick: picked.toggle } : {})}
            {...(item === undefined ? {} : { selectedId: item.mutationId })}
            {...rowActs}
          />
        )}
        {picked.ids.size > 0 && <DraftsBar picked={picked} context={context} acts={acts} />}
        {items.length > 0 && picked.ids.size === 0 && (
          <HintLine lead={say('sync.oldest', { age: age(context.nowMs - oldest) })} hints={hints} />
        )}
      </Column>
      {item !== undefined && question.isAsking && (
        <Question key={item.mutationId} item={item} context={context} acts={acts} question={question} />
      )}
      {isEditing && (
        <DraftView
          key={item.mutationId}
          item={item}
          context={context}
          acts={acts}
          onLater={() => {
            setEditedId('');
            focusRow();
          }}
        />
      )}
      {item !== undefined && !question.isAsking && !isEditing && <WritePassView item={item} context={context} />}
      <DiscardDialog asked={asked} onAnswer={onAnswer} context={context} />
    </Columns>
  );
}

interface QuestionProps extends Pick<Queue, 'context'> {
  readonly item: OutboxItem;
  readonly acts: QueueActs;
  readonly question: ReturnType<typeof useQuestion>;
}

function Question({ item, context, acts, question }: QuestionProps) {
  const shared = { item, context, acts, onLater: question.onLater };
  if (item.deletedParent !== null) return <OrphanView {...shared} />;
  return question.isConflict ? (
    <ConflictView {...shared} pick={question.pick} onPick={question.onPick} />
  ) : (
    <RefusedView {...shared} />
  );
}

/** The queue in words: what waits, why, what needs an answer, and what became of the rest. */
export function SyncScreen() {
  const part = usePart();
  const queue = useQueue();
  return (
    <>
      <SyncNav part={part} byPart={queue.byPart} />
      <PartView key={part} part={part} queue={queue} />
    </>
  );
}
