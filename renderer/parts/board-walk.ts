import type { BoardCardData, BoardStage } from './board-types.ts';

export interface BoardPlace {
  readonly stageIndex: number;
  readonly cardIndex: number;
}

export function placeOf(stages: readonly BoardStage[], cardId: string | undefined): BoardPlace | undefined {
  for (const [stageIndex, stage] of stages.entries()) {
    const cardIndex = stage.cards.findIndex((card) => card.id === cardId);
    if (cardIndex >= 0) return { stageIndex, cardIndex };
  }
  return undefined;
}

export const firstCard = (stages: readonly BoardStage[]): BoardCardData | undefined =>
  stages.find((stage) => stage.cards.length > 0)?.cards[0];

/** The card one step away; sideways it keeps its height in the column and passes over empty columns. */
export function cardBeside(stages: readonly BoardStage[], from: BoardPlace, key: string): BoardCardData | undefined {
  const column = stages[from.stageIndex]?.cards ?? [];
  if (key === 'ArrowDown') return column[from.cardIndex + 1];
  if (key === 'ArrowUp') return column[from.cardIndex - 1];
  if (key === 'Home') return column[0];
  if (key === 'End') return column.at(-1);
  const step = key === 'ArrowRight' ? 1 : -1;
  for (let index = from.stageIndex + step; index >= 0 && index < stages.length; index += step) {
    const cards = stages[index]?.cards ?? [];
    if (cards.length > 0) return cards[Math.min(from.cardIndex, cards.length - 1)];
  }
  return undefined;
}
