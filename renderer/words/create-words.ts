import { english, type WordKey } from './english.ts';
import { fillMessage } from './fill-message.ts';
import { formatMoney } from './format-money.ts';
import { formatCalendarDay, formatClock, formatDay, formatExact, type Place } from './format-time.ts';
import { numberFormat } from './intl-cache.ts';
import type { ArgsOf, Message, MessageValue } from './message.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export type Say = <Key extends WordKey>(key: Key, ...args: ArgsOf<(typeof english)[Key]>) => string;

export interface Words extends Place {
  readonly say: Say;
  readonly number: (value: number) => string;
  /** @param share 0 to 1 */
  readonly percent: (share: number) => string;
  readonly money: (minor: number, currency: string) => string;
  readonly clock: (atMs: number) => string;
  /** Rounded to whole units: for sums and weighted sums. */
  readonly sum: (minor: number, currency: string) => string;
  readonly day: (atMs: number, nowMs: number) => string;
  readonly calendarDay: (on: string, nowMs: number) => string;
  readonly exact: (atMs: number) => string;
  /** `12 min`, `2 h 10`, `3 days`; "just now" under a minute. */
  readonly age: (ms: number) => string;
  /** Whole minutes, rounded up so that the last minute is never shown as none. */
  readonly minutesLeft: (ms: number) => string;
}

export interface WordsOptions {
  /** Of the words, and of the names of days that stand among them. */
  readonly locale?: string;
  /** Of numbers and money; that of the words when missing. */
  readonly formatLocale?: string;
  readonly timeZone?: string;
  readonly catalogue?: { readonly [Key in WordKey]: Message };
}

function ageIn(say: Say, ms: number): string {
  if (ms < MINUTE_MS) return say('time.justNow');
  if (ms < HOUR_MS) return say('time.minutes', { count: Math.floor(ms / MINUTE_MS) });
  if (ms < DAY_MS) {
    const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
    const hours = Math.floor(ms / HOUR_MS);
    return minutes === 0 ? say('time.hours', { hours }) : say('time.hoursMinutes', { hours, minutes });
  }
  return say('time.days', { count: Math.floor(ms / DAY_MS) });
}

export function createWords({
  locale = 'en-GB',
  formatLocale = locale,
  timeZone,
  catalogue = english,
}: WordsOptions = {}): Words {
  const place: Place = timeZone === undefined ? { locale } : { locale, timeZone };
  const say: Say = (key, ...args) => {
    const values: { readonly [name: string]: MessageValue } = args[0] ?? {};
    return fillMessage(catalogue[key], values, locale);
  };
  return {
    ...place,
    locale: formatLocale,
    say,
    number: (value) => numberFormat(formatLocale).format(value),
    percent: (share) => `${numberFormat(formatLocale, { maximumFractionDigits: 0 }).format(share * 100)}\u00a0%`,
    money: (minor, currency) => formatMoney(minor, currency, formatLocale),
    sum: (minor, currency) => formatMoney(minor, currency, formatLocale, true),
    clock: (atMs) => formatClock(atMs, place),
    day: (atMs, nowMs) => formatDay(atMs, nowMs, place),
    calendarDay: (on, nowMs) => formatCalendarDay(on, nowMs, locale),
    exact: (atMs) => formatExact(atMs, place),
    age: (ms) => ageIn(say, ms),
    minutesLeft: (ms) => say('time.minutes', { count: Math.max(0, Math.ceil(ms / MINUTE_MS)) }),
  };
}
