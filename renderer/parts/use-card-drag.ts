import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';

export interface CardDrag {
  readonly cardId: string;
  readonly fromStageId: string;
  readonly overStageId: string | undefined;
  readonly widthPx: number;
}

interface Grip {
  readonly cardId: string;
  readonly fromStageId: string;
  readonly startX: number;
  readonly startY: number;
  readonly offsetX: number;
  readonly offsetY: number;
  readonly widthPx: number;
}

/** A press becomes a drag after this many px, so that a click with an unsteady hand still opens the card. */
const THRESHOLD_PX = 5;

function gripOf(event: PointerEvent): Grip | undefined {
  const card = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-card-id]') : null;
  if (card === null || event.button !== 0) return undefined;
  const box = card.getBoundingClientRect();
  return {
    cardId: card.dataset['cardId'] ?? '',
    fromStageId: card.dataset['cardStage'] ?? '',
    startX: event.clientX,
    startY: event.clientY,
    offsetX: event.clientX - box.left,
    offsetY: event.clientY - box.top,
    widthPx: box.width,
  };
}

const stageAt = (x: number, y: number): string | undefined =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-stage-id]')?.dataset['stageId'];

/** Dragging by pointer: the card follows without easing, Esc lets go, dropping on another column moves. */
export function useCardDrag(onMove: ((cardId: string, toStageId: string) => void) | undefined) {
  const [drag, setDrag] = useState<CardDrag>();
  const ghost = useRef<HTMLDivElement>(null);
  const stop = useRef<() => void>(undefined);
  const hasDragged = useRef(false);
  useEffect(() => () => stop.current?.(), []);

  const onPointerDown = (event: PointerEvent): void => {
    const grip = onMove && gripOf(event);
    if (!grip) return;
    let over: string | undefined;
    let isLifted = false;
    hasDragged.current = false;
    const place = (x: number, y: number): void => {
      if (ghost.current) ghost.current.style.transform = `translate(${x - grip.offsetX}px, ${y - grip.offsetY}px)`;
    };
    const onPointerMove = (move: globalThis.PointerEvent): void => {
      const far = Math.hypot(move.clientX - grip.startX, move.clientY - grip.startY) > THRESHOLD_PX;
      if (!isLifted && !far) return;
      const now = stageAt(move.clientX, move.clientY);
      if (!isLifted || now !== over) setDrag({ ...grip, overStageId: now });
      isLifted = true;
      hasDragged.current = true;
      over = now;
      requestAnimationFrame(() => place(move.clientX, move.clientY));
    };
    const end = (): void => {
      stop.current?.();
      setDrag(undefined);
    };
    const onPointerUp = (): void => {
      end();
      if (isLifted && over !== undefined && over !== grip.fromStageId) onMove?.(grip.cardId, over);
    };
    const onKeyDown = (key: KeyboardEvent): void => {
      if (key.key === 'Escape') end();
    };
    const heard = new AbortController();
    stop.current = () => heard.abort();
    const { signal } = heard;
    document.addEventListener('pointermove', onPointerMove, { signal });
    document.addEventListener('pointerup', onPointerUp, { signal });
    document.addEventListener('pointercancel', end, { signal });
    document.addEventListener('keydown', onKeyDown, { signal });
  };
  /** The click that ends a drag must not open the card. */
  const wasDrag = useCallback(() => hasDragged.current, []);
  return { drag, ghost, onPointerDown, wasDrag };
}
