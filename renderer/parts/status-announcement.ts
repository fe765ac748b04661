import type { Words } from '../words/create-words.ts';
import { describeStatus } from './describe-status.ts';
import type { StatusLineState } from './status-line-state.ts';

const MARKS_MIN = [1, 5, 10] as const;

/** The window is announced at 10, 5 and 1 min: the lowest mark it has passed, 0 before the first. */
function windowMark(state: StatusLineState): number {
  if (!('windowLeftMs' in state)) return 0;
  return MARKS_MIN.find((minutes) => state.windowLeftMs <= minutes * 60_000) ?? 0;
}

const needsYouIn = (state: StatusLineState): number => ('needsYouCount' in state ? state.needsYouCount : 0);

/** Two states with the same key sound the same: ticking numbers are not in it. */
export const announcementKey = (state: StatusLineState): string =>
  [state.kind, windowMark(state), needsYouIn(state)].join(':');

/** What a screen reader hears when the key changes. */
export function announcementText(state: StatusLineState, words: Words): string {
  const { head, segments } = describeStatus(state, words);
  return [head, ...segments.map((segment) => segment.text + (segment.after ?? ''))].join('. ');
}
