import { BOUNDS_MS } from '../../main/contract/health.ts';
import { english, type WordKey } from '../words/english.ts';
import type { Words } from '../words/create-words.ts';
import { numberFormat } from '../words/intl-cache.ts';

const MINUTE_MS = 60_000;

/** `3.1 ms`, `84 ms`, `1.2 s`, `4 min`. */
export function timeText(ms: number, { say, age, locale }: Words): string {
  const rounded = (value: number): string =>
    numberFormat(locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  if (ms < 1_000) return say('health.ms', { value: rounded(ms) });
  return ms < MINUTE_MS ? say('health.seconds', { value: rounded(ms / 1_000) }) : age(ms);
}

/** A percentile; beyond the last bound of the histogram only that is known. */
export function percentileText(ms: number, words: Words): string {
  const last = BOUNDS_MS[BOUNDS_MS.length - 1] ?? Infinity;
  return ms < last ? timeText(ms, words) : words.say('health.over', { limit: timeText(last, words) });
}

/** `just now`, `4 min ago`. */
export const agoText = (ms: number, { say, age }: Words): string =>
  ms < MINUTE_MS ? say('time.justNow') : say('health.ago', { age: age(ms) });

/** Cut, not rounded: 99.996 % is not all. */
export function shareText(share: number, { say, locale }: Words): string {
  const cut = Math.floor(share * 10_000 + 1e-9) / 100;
  return say('health.share', { value: numberFormat(locale, { maximumFractionDigits: 2 }).format(cut) });
}

export function bytesText(bytes: number, { say, locale }: Words): string {
  const value = (size: number): string =>
    numberFormat(locale, { maximumFractionDigits: size < 10 ? 1 : 0 }).format(size);
  return bytes < 1_000_000
    ? say('placement.bytes', { value: value(bytes / 1_000) })
    : say('placement.megabytes', { value: value(bytes / 1_000_000) });
}

type NameGroup = 'endpoint' | 'cacheOf' | 'topic';

/** What is measured by name; a name without words is shown as it is. */
export function nameText(group: NameGroup, name: string, { say }: Words): string {
  const key = `health.${group}.${name}`;
  return isNameWord(key) ? say(key) : name;
}

type NameWord = Extract<WordKey, `health.${NameGroup}.${string}`>;
const isNameWord = (key: string): key is NameWord => Object.hasOwn(english, key);
