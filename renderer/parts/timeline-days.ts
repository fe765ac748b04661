import type { Words } from '../words/create-words.ts';
import { calendarDaysBetween, formatLongDay, formatWeekday } from '../words/format-time.ts';
import type { TimelineEntry } from './timeline-types.ts';

export interface TimelineDay {
  readonly label: string;
  readonly entries: readonly TimelineEntry[];
}

function dayLabel(atMs: number, nowMs: number, words: Words): string {
  const days = calendarDaysBetween(atMs, nowMs, words);
  if (days <= 0) return words.say('time.today');
  if (days === 1) return words.say('time.yesterday');
  if (days < 8) return words.say('time.lastWeek');
  return days > 300 ? words.day(atMs, nowMs) : formatLongDay(atMs, words);
}

/** Neighbours with the same label stand under it; the order of the entries is kept. */
export function groupByDay(entries: readonly TimelineEntry[], nowMs: number, words: Words): readonly TimelineDay[] {
  const days: { label: string; entries: TimelineEntry[] }[] = [];
  for (const entry of entries) {
    const label = dayLabel(entry.atMs, nowMs, words);
    const last = days.at(-1);
    if (last?.label === label) last.entries.push(entry);
    else days.push({ label, entries: [entry] });
  }
  return days;
}

/** Under a day label the clock is enough; without labels the day itself is said. */
export function entryTime(atMs: number, nowMs: number, words: Words, isUnderDay: boolean): string {
  const days = calendarDaysBetween(atMs, nowMs, words);
  const clock = words.clock(atMs);
  if (days <= 0) return clock;
  if (days < 8) return isUnderDay ? `${formatWeekday(atMs, words)} ${clock}` : formatWeekday(atMs, words);
  return isUnderDay ? clock : words.day(atMs, nowMs);
}
