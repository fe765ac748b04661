import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef } from 'react';

import { useWords } from '../words/words-context.ts';
import { BoardCard } from './board-card.tsx';
import { type BoardStage, CARD_GAP_PX, CARD_PX } from './board-types.ts';
import classes from './board.module.css';

export interface BoardColumnProps {
  readonly stage: BoardStage;
  readonly tabStopId: string | undefined;
  readonly liftedId: string | undefined;
  readonly isOver: boolean;
  readonly onOpen: ((cardId: string) => void) | undefined;
}

function Head({ stage }: { readonly stage: BoardStage }) {
  const { say, sum, number, percent } = useWords();
  const weighted = stage.weightedMinor === undefined ? undefined : sum(stage.weightedMinor, stage.currency);
  return (
    <div className={classes.head}>
      <div className={classes.line}>
        <h2 className={classes.name}>{stage.name}</h2>
        <span className={classes.count}>{number(stage.count)}</span>
        {stage.probability !== null && <span className={classes.share}>{percent(stage.probability / 100)}</span>}
      </div>
      <div className={classes.line}>
        <span className={classes.total}>{sum(stage.totalMinor, stage.currency)}</span>
        <span className={classes.weighted} title={weighted && say('board.weighted', { amount: weighted })}>
          {stage.note ?? weighted}
        </span>
      </div>
    </div>
  );
}

/** Cards of one height, so a column of thousands is drawn as fast as one of ten. The tab stop is always drawn. */
function useCards(stage: BoardStage, tabStopId: string | undefined) {
  const scroller = useRef<HTMLDivElement>(null);
  const focused = tabStopId === undefined ? -1 : stage.cards.findIndex((card) => card.id === tabStopId);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const shown = defaultRangeExtractor(range);
      return focused < 0 || shown.includes(focused) ? shown : [...shown, focused].sort((a, b) => a - b);
    },
    [focused],
  );
  const virtualizer = useVirtualizer({
    count: stage.cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_PX + CARD_GAP_PX,
    overscan: 6,
    paddingStart: 8,
    paddingEnd: 2,
    scrollPaddingStart: 8,
    scrollPaddingEnd: 8,
    rangeExtractor,
    useFlushSync: false,
    getItemKey: (index) => stage.cards[index]?.id ?? index,
  });
  useEffect(() => {
    if (focused >= 0) virtualizer.scrollToIndex(focused, { align: 'auto' });
  }, [focused, virtualizer]);
  return { scroller, virtualizer };
}

export function BoardColumn({ stage, tabStopId, liftedId, isOver, onOpen }: BoardColumnProps) {
  const { scroller, virtualizer } = useCards(stage, tabStopId);
  return (
    <section
      className={classes.column}
      aria-label={stage.name}
      data-stage-id={stage.id}
      data-over={isOver || undefined}
    >
      <Head stage={stage} />
      <div ref={scroller} className={classes.cards} tabIndex={-1}>
        <ul style={{ height: virtualizer.getTotalSize() }} className={classes.list}>
          {virtualizer.getVirtualItems().map((item) => {
            const card = stage.cards[item.index];
            return (
              card && (
                <li
                  key={item.key}
                  className={classes.slot}
                  style={{ transform: `translateY(${item.start}px)` }}
                  aria-posinset={item.index + 1}
                  aria-setsize={stage.cards.length}
                >
                  <BoardCard
                    card={card}
                    stageId={stage.id}
                    isTabStop={card.id === tabStopId}
                    isLifted={card.id === liftedId}
                    {...(onOpen === undefined ? {} : { onOpen })}
                  />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </section>
  );
}
