import { dateFormat } from './intl-cache.ts';

const DAY_MS = 86_400_000;

export interface Place {
  readonly locale: string;
  /** IANA name; the laptop's own when left out. */
  readonly timeZone?: string;
}

const inZone = ({ timeZone }: Place, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormatOptions =>
  timeZone === undefined ? options : { ...options, timeZone };

const text = (atMs: number, place: Place, options: Intl.DateTimeFormatOptions): string =>
  dateFormat(place.locale, inZone(place, options)).format(atMs);

export const formatClock = (atMs: number, place: Place): string =>
  text(atMs, place, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

export const formatExact = (atMs: number, place: Place): string =>
  text(atMs, place, { dateStyle: 'full', timeStyle: 'medium' });

export const formatWeekday = (atMs: number, place: Place): string => text(atMs, place, { weekday: 'short' });

/** `12 Nov`, with the year only when it is not this one. */
export function formatDay(atMs: number, nowMs: number, place: Place): string {
  const isThisYear = text(atMs, place, { year: 'numeric' }) === text(nowMs, place, { year: 'numeric' });
  return text(atMs, place, { day: 'numeric', month: 'short', ...(isThisYear ? {} : { year: 'numeric' }) });
}

export const formatLongDay = (atMs: number, place: Place): string =>
  text(atMs, place, { day: 'numeric', month: 'long' });

/** Whole calendar days from `atMs` to `nowMs` where the reader is; negative for the future. */
export function calendarDaysBetween(atMs: number, nowMs: number, place: Place): number {
  const dayOf = (ms: number): number => {
    const parts = dateFormat('en-CA', inZone(place, { year: 'numeric', month: '2-digit', day: '2-digit' })).format(ms);
    return Date.parse(`${parts}T00:00:00Z`) / DAY_MS;
  };
  return dayOf(nowMs) - dayOf(atMs);
}

/** A calendar day (`YYYY-MM-DD`) belongs to no time zone. */
export function formatCalendarDay(on: string, nowMs: number, locale: string): string {
  const atMs = Date.parse(`${on}T00:00:00Z`);
  return Number.isNaN(atMs) ? on : formatDay(atMs, nowMs, { locale, timeZone: 'UTC' });
}
