import { IconAlertCircle, IconArrowRight, IconCheck, IconGitMerge, IconX, type TablerIcon } from '@tabler/icons-react';

import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import type { BoardCardData, NextStep } from './board-types.ts';
import { Mark } from './mark.tsx';
import classes from './board-card.module.css';

const NEXT_ICONS: { readonly [Kind in NextStep['kind']]: TablerIcon } = {
  planned: IconArrowRight,
  overdue: IconAlertCircle,
  none: IconAlertCircle,
  won: IconCheck,
  lost: IconX,
  conflict: IconGitMerge,
};

const nextText = (next: NextStep, { say }: Words): string =>
  next.kind === 'none' ? say('board.noNextStep') : next.text;

function hereText(days: number | null, { say }: Words): string | undefined {
  if (days === null) return undefined;
  return days === 0 ? say('board.justMoved') : say('board.here', { count: days });
}

export interface BoardCardProps {
  readonly card: BoardCardData;
  readonly stageId: string;
  readonly isTabStop: boolean;
  /** Its place while it is dragged. */
  readonly isLifted?: boolean;
  readonly isGhost?: boolean;
  readonly onOpen?: (cardId: string) => void;
}

export function BoardCard({ card, stageId, isTabStop, isLifted = false, isGhost = false, onOpen }: BoardCardProps) {
  const words = useWords();
  const NextIcon = NEXT_ICONS[card.next.kind];
  const isNextAmber = card.next.kind === 'none' || card.next.kind === 'overdue';
  return (
    <div
      role="button"
      className={classes.card}
      tabIndex={isTabStop ? 0 : -1}
      data-card-id={isGhost ? undefined : card.id}
      data-card-stage={stageId}
      data-lifted={isLifted || undefined}
      data-ghost={isGhost || undefined}
      onClick={() => onOpen?.(card.id)}
    >
      <span className={classes.line}>
        <span className={classes.company}>{card.company}</span>
        {card.mark && <Mark kind={card.mark} />}
      </span>
      <span className={classes.deal}>{card.deal}</span>
      <span className={classes.line}>
        <span className={classes.value}>{words.money(card.valueMinor, card.currency)}</span>
        <span className={classes.here} data-slow={card.isSlow || undefined}>
          {hereText(card.daysHere, words)}
        </span>
      </span>
      <span className={classes.next} data-amber={isNextAmber || undefined}>
        <NextIcon size={13} stroke={1.9} aria-hidden="true" />
        <span className={classes.nextText}>{nextText(card.next, words)}</span>
      </span>
    </div>
  );
}
