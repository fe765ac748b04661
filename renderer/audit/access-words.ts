import type { LoggedAccess } from '../../sync/protocol/access.ts';
import { english, type WordKey } from '../words/english.ts';
import type { Words } from '../words/create-words.ts';

/** A laptop that tells later than this was away. */
const LATE_MS = 5 * 60_000;
const DEVICE_CHARS = 8;

const KINDS: Readonly<Record<string, WordKey>> = {
  contact: 'why.contacts',
  company: 'why.companies',
  deal: 'why.deals',
  activity: 'why.activities',
  note: 'why.notes',
  task: 'why.tasks',
  pipeline: 'why.pipelines',
  history: 'access.history',
};

type ActionWord = Extract<WordKey, `access.what.${string}`>;
type WhyWord = Extract<WordKey, `access.why.${string}`>;
const isActionWord = (key: string): key is ActionWord => key !== 'access.what.other' && Object.hasOwn(english, key);
const isWhyWord = (key: string): key is WhyWord => Object.hasOwn(english, key);

function whereText({ kinds }: LoggedAccess, { say }: Words): string {
  if (kinds.length === 0) return say('access.allRecords');
  return kinds.map((kind) => (KINDS[kind] === undefined ? kind : say(KINDS[kind] as 'why.contacts'))).join(', ');
}

/** What was done, as a sentence; an act that only a newer program knows by its name. */
export function whatText(entry: LoggedAccess, words: Words): string {
  const { action, what } = entry;
  const key = `access.what.${action}`;
  const values = { where: whereText(entry, words), what };
  return isActionWord(key)
    ? words.say(key as 'access.what.export', values)
    : words.say('access.what.other', { action, what });
}

/** The person's own reason as it was given, or what the program did by itself. */
export function whyText({ why }: LoggedAccess, { say }: Words): string {
  const key = `access.why.${why}`;
  return isWhyWord(key) ? say(key) : why;
}

export function fromText({ source, deviceId, atMs, receivedAtMs }: LoggedAccess, { say, age }: Words): string {
  if (deviceId === null) return say('access.serverUnnamed');
  const device = deviceId.slice(0, DEVICE_CHARS);
  if (source === 'server') return say('access.server', { device });
  const lateMs = receivedAtMs - atMs;
  return lateMs < LATE_MS ? say('access.laptop', { device }) : say('access.laptopLate', { device, age: age(lateMs) });
}

export const exactText = ({ atMs, receivedAtMs }: LoggedAccess, { say, exact }: Words): string =>
  say('access.arrived', { at: exact(atMs), arrived: exact(receivedAtMs) });
