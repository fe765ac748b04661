import type { Words } from '../words/create-words.ts';
import { formatWeekday } from '../words/format-time.ts';
import { endOfDayMs, lateAtMs, startOfDayMs, type Task } from './task-groups.ts';

const DAY_MS = 86_400_000;
const WEEK_DAYS = 6;

type Due = Pick<Task, 'dueAtMs' | 'isDueAllDay'>;

/** `Fri 20 Nov`, `Yesterday 16:00`, `Today 15:00`; empty without a due time. */
export function dueText({ dueAtMs, isDueAllDay }: Due, nowMs: number, words: Words): string {
  if (dueAtMs === null) return '';
  const days = Math.round((startOfDayMs(dueAtMs) - startOfDayMs(nowMs)) / DAY_MS);
  const isNear = Math.abs(days) <= WEEK_DAYS;
  const named = days === 0 ? words.say('time.today') : days === -1 ? words.say('time.yesterday') : undefined;
  const day = named ?? `${isNear ? `${formatWeekday(dueAtMs, words)} ` : ''}${words.day(dueAtMs, nowMs)}`;
  return isDueAllDay ? day : `${day} ${words.clock(dueAtMs)}`;
}

/** In a list of one day the time alone is enough; a whole day has none. */
export function dueClock({ dueAtMs, isDueAllDay }: Due, words: Words): string {
  return dueAtMs === null || isDueAllDay ? '' : words.clock(dueAtMs);
}

export function isLate(task: Task, nowMs: number): boolean {
  const atMs = lateAtMs(task);
  return !task.isDone && atMs !== null && atMs < nowMs;
}

/** The same time on the day after `nowMs`, or that whole day where the task names no time. */
export function tomorrowOf(
  { dueAtMs, isDueAllDay }: Due,
  nowMs: number,
): { readonly dueAtMs: number; readonly isDueAllDay: boolean } {
  const tomorrow = endOfDayMs(endOfDayMs(nowMs) + 1);
  if (dueAtMs === null || isDueAllDay) return { dueAtMs: tomorrow, isDueAllDay: true };
  const time = new Date(dueAtMs);
  return { dueAtMs: new Date(tomorrow).setHours(time.getHours(), time.getMinutes(), 0, 0), isDueAllDay: false };
}
