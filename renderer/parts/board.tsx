import { Portal } from '@mantine/core';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';

import { BoardCard } from './board-card.tsx';
import { BoardColumn } from './board-column.tsx';
import type { BoardStage } from './board-types.ts';
import { cardBeside, firstCard, placeOf } from './board-walk.ts';
import { letterOf, useLetterKeys } from './letter-keys.ts';
import { useCardDrag } from './use-card-drag.ts';
import classes from './board.module.css';

export interface BoardProps {
  readonly label: string;
  readonly stages: readonly BoardStage[];
  readonly onMove: (cardId: string, toStageId: string) => void;
  /** Shift with up or down, where the order of a column is the person's own. */
  readonly onPlace?: (cardId: string, step: 1 | -1) => void;
  readonly onOpen?: (cardId: string) => void;
  readonly onWon?: (cardId: string) => void;
  readonly onLost?: (cardId: string) => void;
  readonly onFocusCard?: (cardId: string) => void;
}

const ARROWS = new Set(['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

/** The focus stays with a card by its id: also when a move, by key or from elsewhere, puts it into another column. */
function useCardFocus(stages: readonly BoardStage[]) {
  const root = useRef<HTMLDivElement>(null);
  const [chosenId, setChosenId] = useState<string>();
  const wanted = useRef<{ readonly cardId: string; readonly stageId: string | undefined }>(undefined);
  const place = placeOf(stages, chosenId);
  const tabStopId = place === undefined ? firstCard(stages)?.id : chosenId;
  useLayoutEffect(() => {
    const aim = wanted.current;
    if (aim === undefined) return;
    const card = root.current?.querySelector<HTMLElement>(`[data-card-id="${CSS.escape(aim.cardId)}"]`);
    if (!card || (aim.stageId !== undefined && card.dataset['cardStage'] !== aim.stageId)) return;
    card.focus({ preventScroll: true });
    wanted.current = undefined;
  });
  const focusCard = (cardId: string, stageId?: string): void => {
    wanted.current = { cardId, stageId };
    setChosenId(cardId);
  };
  return { root, tabStopId, focusCard, setChosenId };
}

/** Arrows walk, Shift with left or right moves a stage, Enter opens, W won, Q lost; the mouse drags. */
export function Board(props: BoardProps) {
  const { label, stages, onMove, onOpen, onPlace, onWon, onLost, onFocusCard } = props;
  const areLettersOn = useLetterKeys();
  const { root, tabStopId, focusCard, setChosenId } = useCardFocus(stages);
  const moveTo = (cardId: string, toStageId: string): void => {
    focusCard(cardId, toStageId);
    onMove(cardId, toStageId);
  };
  const { drag, ghost, onPointerDown, wasDrag } = useCardDrag(moveTo);

  const onArrow = (cardId: string, event: KeyboardEvent): void => {
    const place = placeOf(stages, cardId);
    if (place === undefined) return;
    const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : -1;
    const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    if (!event.shiftKey) {
      const next = cardBeside(stages, place, event.key);
      if (next) focusCard(next.id);
    } else if (isSideways) {
      const stage = stages[place.stageIndex + step];
      if (stage) moveTo(cardId, stage.id);
    } else onPlace?.(cardId, step);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const cardId = event.target instanceof HTMLElement ? event.target.dataset['cardId'] : undefined;
    if (cardId === undefined) return;
    const letter = letterOf(event, areLettersOn);
    if (ARROWS.has(event.key)) onArrow(cardId, event);
    else if (event.key === 'Enter') onOpen?.(cardId);
    else if (letter === 'w') onWon?.(cardId);
    else if (letter === 'q') onLost?.(cardId);
    else return;
    event.preventDefault();
  };
  const open = onOpen && ((cardId: string): void => (wasDrag() ? undefined : onOpen(cardId)));
  const lifted = drag && stages.flatMap((stage) => stage.cards).find((card) => card.id === drag.cardId);

  return (
    <div
      ref={root}
      role="group"
      aria-label={label}
      className={classes.board}
      data-region="board"
      data-dragging={drag !== undefined || undefined}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onFocus={(event) => {
        const cardId = event.target.dataset['cardId'];
        if (cardId === undefined) return;
        setChosenId(cardId);
        onFocusCard?.(cardId);
      }}
    >
      {stages.map((stage) => (
        <BoardColumn
          key={stage.id}
          stage={stage}
          tabStopId={tabStopId}
          liftedId={drag?.cardId}
          isOver={drag !== undefined && drag.overStageId === stage.id && drag.fromStageId !== stage.id}
          onOpen={open}
        />
      ))}
      {drag && lifted && (
        <Portal>
          <div ref={ghost} className={classes.ghost} style={{ width: drag.widthPx }} aria-hidden="true">
            <BoardCard card={lifted} stageId="" isTabStop={false} isGhost />
          </div>
        </Portal>
      )}
    </div>
  );
}
