import { IconArrowsSort } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useGo } from '../app/use-go.ts';
import { Board } from '../parts/board.tsx';
import { Button } from '../parts/button.tsx';
import { Column } from '../parts/column.tsx';
import type { EmptyStateProps } from '../parts/empty-state.tsx';
import { HintLine } from '../parts/hint-line.tsx';
import { EmptySoFar } from '../records/empty-so-far.tsx';
import { ActionMenu } from '../records/action-menu.tsx';
import { Guarded } from '../records/guarded.tsx';
import { moneyText } from '../records/money-text.ts';
import { refusalText } from '../records/refusal.ts';
import { isBlocked, useExplain } from '../records/use-explain.ts';
import { showToast } from '../state/toast-state.ts';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import { type Deal, weightedTotals } from './board-stages.ts';
import { DealsFilters } from './deals-filters.tsx';
import { DealsHead } from './deals-head.tsx';
import { type CardOrder, useDealsState } from './deals-state.ts';
import { LostDialog } from './lost-dialog.tsx';
import { type BoardRead, useBoard } from './use-board.ts';
import { useMoveDeal } from './use-move-deal.ts';
import type { Pipeline } from './use-pipelines.ts';
import { createOfUser } from '../state/of-user.ts';

export interface DealsBoardProps {
  readonly pipeline: Pipeline;
  readonly isCreating: boolean;
  readonly onCreate: () => void;
}

/** Every deal of a pipeline by stage: moved by mouse or keyboard, with sums that hold for all of them. */
export function DealsBoard({ pipeline, isCreating, onCreate }: DealsBoardProps) {
  const words = useWords();
  const { say } = words;
  const go = useGo();
  const board = useBoard(pipeline);
  const moving = useMoving(pipeline, board);
  useReturn(board.isReady);
  const open = (dealId: string): void => {
    useDealsState.setState({ returnTo: dealId });
    go(`/deals/${dealId}`);
  };
  const count = board.columns.reduce((sum, column) => sum + column.count, 0);
  const isEmpty = board.isReady && count === 0;
  return (
    <Column width="grow">
      <DealsHead pipeline={pipeline} meta={<Count board={board} />} isCreating={isCreating} onCreate={onCreate} />
      <DealsFilters end={<End board={board} moving={moving} />} />
      {isEmpty && <NoDeals pipeline={pipeline} />}
      {board.isReady && (
        <Board
          label={say('deal.boardLabel')}
          stages={board.stages}
          onMove={moving.move}
          onOpen={open}
          onWon={moving.won}
          onLost={moving.lost}
          onFocusCard={setFocused}
        />
      )}
      <FocusedHint board={board} canMove={moving.canMove} />
      {moving.losing && (
        <LostDialog
          key={moving.losing.id}
          title={moving.losing.title}
          deal={nameOf(board, moving.losing.id, words)}
          reasons={pipeline.lostReasons}
          onLost={moving.confirmLost}
          onCancel={moving.cancelLost}
        />
      )}
    </Column>
  );
}

/** The focused card, apart from the board: walking must not draw thousands of cards' columns again for a line of text. */
const useFocused = createOfUser<{ readonly cardId: string | null }>(() => ({ cardId: null }));
const setFocused = (cardId: string): void => useFocused.setState({ cardId });

function FocusedHint({ board, canMove }: { readonly board: BoardRead; readonly canMove: boolean }) {
  const words = useWords();
  const cardId = useFocused((state) => state.cardId);
  return <HintLine lead={nameOf(board, cardId)} isLeadStrong hints={hintsOf(words, canMove)} />;
}

/** Cards are drawn a few frames after the columns; one that is not there by then lies out of sight. */
const RETURN_FRAMES = 30;

/** The focus goes back to the card that was opened. */
function useReturn(isReady: boolean): void {
  useEffect(() => {
    const { returnTo } = useDealsState.getState();
    if (!isReady || returnTo === null) return undefined;
    let frame = 0;
    const seek = (left: number): void => {
      const card = document.querySelector<HTMLElement>(`[data-card-id="${CSS.escape(returnTo)}"]`);
      card?.focus();
      if (card === null && left > 0) frame = requestAnimationFrame(() => seek(left - 1));
      else useDealsState.setState({ returnTo: null });
    };
    seek(RETURN_FRAMES);
    return () => cancelAnimationFrame(frame);
  }, [isReady]);
}

interface Moving {
  readonly canMove: boolean;
  readonly example: { readonly name: string; readonly args: unknown } | null;
  readonly losing: Deal | null;
  readonly move: (dealId: string, toStage: string) => void;
  readonly won: (dealId: string) => void;
  readonly lost: (dealId: string) => void;
  readonly confirmLost: (answer: { readonly reason: string; readonly note?: string }) => void;
  readonly cancelLost: () => void;
}

/** Moves as the board asks for them; one into a stage of lost deals asks why first. */
function useMoving(pipeline: Pipeline, { deals }: BoardRead): Moving {
  const words = useWords();
  const moveDeal = useMoveDeal(pipeline);
  const [losing, setLosing] = useState<{ readonly deal: Deal; readonly toStage: string } | null>(null);
  const [first] = deals.values();
  const example =
    first === undefined
      ? null
      : {
          name: 'deals.moveStage',
          args: {
            dealId: first.id,
            toStage: first.stageId,
            ...(first.lostReason === null ? {} : { lostReason: first.lostReason }),
          },
        };
  const canMove = !isBlocked(useExplain(example));
  const stageOf = (outcome: 'won' | 'lost') => pipeline.stages.find((stage) => stage.outcome === outcome);
  const move = (dealId: string, toStage: string): void => {
    const deal = deals.get(dealId);
    const stage = pipeline.stages.find(({ stageId }) => stageId === toStage);
    if (deal === undefined || stage === undefined || deal.stageId === stage.stageId) return;
    if (!canMove) showToast({ kind: 'info', text: refusalText('PERMISSION_DENIED', words) });
    else if (stage.outcome === 'lost') setLosing({ deal, toStage });
    else void moveDeal({ dealId, toStage });
  };
  const to =
    (outcome: 'won' | 'lost') =>
    (dealId: string): void => {
      const stage = stageOf(outcome);
      if (stage) move(dealId, stage.stageId);
      else showToast({ kind: 'info', text: words.say(outcome === 'won' ? 'deal.noWonStage' : 'deal.noLostStage') });
    };
  return {
    canMove,
    example,
    losing: losing?.deal ?? null,
    move,
    won: to('won'),
    lost: to('lost'),
    confirmLost({ reason, note }) {
      if (losing === null) return;
      void moveDeal({
        dealId: losing.deal.id,
        toStage: losing.toStage,
        lostReason: reason,
        ...(note === undefined ? {} : { note }),
      });
      setLosing(null);
    },
    cancelLost: () => setLosing(null),
  };
}

/** "Brandt Logistik, Cold-chain sensors"; with its value where words are given. */
function nameOf({ stages }: BoardRead, dealId: string | null, words?: Words): string {
  const card = stages.flatMap(({ cards }) => cards).find(({ id }) => id === dealId);
  if (card === undefined) return '';
  return words === undefined
    ? `${card.company}, ${card.deal}`
    : `${card.company}, ${words.money(card.valueMinor, card.currency)}`;
}

function hintsOf({ say }: Words, canMove: boolean) {
  const walk = { keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], label: say('deal.hint.walk') };
  const open = { keys: ['Enter'], label: say('hint.open'), isOptional: true };
  if (!canMove) return [walk, open];
  return [
    walk,
    { keys: ['Shift+ArrowRight'], label: say('deal.hint.moveStage') },
    { keys: ['W'], label: say('deal.hint.won') },
    { keys: ['Q'], label: say('deal.hint.lost') },
    open,
    { keys: ['Mod+Z'], label: say('deal.hint.undo'), isOptional: true },
  ];
}

function Count({ board: { columns, isReady } }: { readonly board: BoardRead }) {
  const { say } = useWords();
  if (!isReady) return null;
  const count = columns.reduce((sum, column) => sum + column.count, 0);
  const waiting = columns.reduce((sum, column) => sum + column.waiting, 0);
  const deals = say('deal.count', { count });
  return <>{waiting === 0 ? deals : say('deal.countWaiting', { deals, count: waiting })}</>;
}

const ORDERS: readonly CardOrder[] = ['waiting', 'value', 'close'];

function End({ board, moving }: { readonly board: BoardRead; readonly moving: Moving }) {
  const words = useWords();
  const { say } = words;
  const order = useDealsState((state) => state.order);
  const weighted = moneyText(weightedTotals(board.columns), words);
  return (
    <>
      {!moving.canMove && moving.example && (
        <Guarded write={moving.example} label={say('deal.moveBlocked')} size="xs">
          {null}
        </Guarded>
      )}
      <ActionMenu
        label={say('deal.order')}
        target={
          <Button
            size="xs"
            variant="subtle"
            icon={IconArrowsSort}
            label={say(`deal.order.${order}`)}
            aria-label={`${say('deal.order')}: ${say(`deal.order.${order}`)}`}
          />
        }
        actions={ORDERS.map((key) => ({
          key,
          label: say(`deal.order.${key}`),
          isChosen: key === order,
          onRun: () => useDealsState.setState({ order: key }),
        }))}
      />
      {weighted !== '' && <span data-optional>{say('deal.weightedTotal', { sum: weighted })}</span>}
    </>
  );
}

function NoDeals({ pipeline }: { readonly pipeline: Pipeline }) {
  const { say } = useWords();
  const go = useGo();
  const ownerId = useDealsState((state) => state.ownerId);
  if (ownerId !== null) {
    const clear = <Button label={say('list.clearFilters')} onClick={() => useDealsState.setState({ ownerId: null })} />;
    return <Empty title={say('deal.noMatch', { count: 1 })} actions={clear} key={pipeline.id} />;
  }
  return (
    <Empty
      title={say('deal.empty')}
      why={say('deal.emptyWhy')}
      actions={<Button label={say('deal.import')} onClick={() => go('/import')} />}
    />
  );
}

function Empty(props: EmptyStateProps) {
  return (
    <div style={{ padding: '16px 20px' }} role="status">
      <EmptySoFar {...props} />
    </div>
  );
}
