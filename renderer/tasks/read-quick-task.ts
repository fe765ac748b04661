import { endOfDayMs } from './task-groups.ts';

export interface QuickTask {
  readonly title: string;
  readonly dueAtMs: number | null;
  readonly isDueAllDay: boolean;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

interface Time {
  readonly hours: number;
  readonly minutes: number;
}

/** Midnight of the day that a word names, where the reader is; undefined for any other word. */
function dayOf(word: string, nowMs: number): Date | undefined {
  const day = new Date(new Date(nowMs).setHours(0, 0, 0, 0));
  const lower = word.toLowerCase();
  if (lower === 'today') return day;
  if (lower === 'tomorrow') return new Date(day.setDate(day.getDate() + 1));
  const weekday = lower.length < 3 ? -1 : WEEKDAYS.findIndex((name) => name === lower || name.slice(0, 3) === lower);
  if (weekday >= 0) return new Date(day.setDate(day.getDate() + ((weekday - day.getDay() + 7) % 7 || 7)));
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(word);
  if (parts === null) return undefined;
  const named = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return named.getMonth() === Number(parts[2]) - 1 ? named : undefined;
}

function timeOf(word: string): Time | undefined {
  const parts = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(word);
  return parts === null ? undefined : { hours: Number(parts[1]), minutes: Number(parts[2]) };
}

/** A time without a day is the next one that comes. */
function nextTime(time: Time, nowMs: number): Date {
  const at = new Date(new Date(nowMs).setHours(time.hours, time.minutes, 0, 0));
  return at.getTime() > nowMs ? at : new Date(at.setDate(at.getDate() + 1));
}

/** "Send the quote fri 15:00": day and time at the end, in this order; the rest is the title, which is never empty. */
export function readQuickTask(typed: string, nowMs: number): QuickTask {
  const words = typed.trim().split(/\s+/);
  const time = words.length > 1 ? timeOf(words.at(-1) ?? '') : undefined;
  const rest = time === undefined ? words : words.slice(0, -1);
  const day = rest.length > 1 ? dayOf(rest.at(-1) ?? '', nowMs) : undefined;
  const title = (day === undefined ? rest : rest.slice(0, -1)).join(' ');
  if (day === undefined && time === undefined) return { title, dueAtMs: null, isDueAllDay: false };
  if (time === undefined) return { title, dueAtMs: endOfDayMs(day?.getTime() ?? nowMs), isDueAllDay: true };
  const at = day === undefined ? nextTime(time, nowMs) : new Date(day.setHours(time.hours, time.minutes, 0, 0));
  return { title, dueAtMs: at.getTime(), isDueAllDay: false };
}
