import type { ConnectionKind, OutboxState, SyncStatus } from '../../../main/contract/types.ts';
import type { Words } from '../../../sync/model/mutations/define-mutation.ts';
import { money, span } from './layout.ts';

const TITLES = {
  contact: 'Contact',
  company: 'Company',
  deal: 'Deal',
  task: 'Task',
  note: 'Note',
  activity: 'Activity',
};

const SAME_FOR_ALL = Object.entries(TITLES).flatMap(([kind, title]) => [
  [`${kind}.edited`, `${title} {title}: {fields} changed`],
  [`${kind}.deleted`, `${title} {title} deleted`],
  [`${kind}.restored`, `${title} {title} restored`],
  [`${kind}.reassigned`, `${title} {title} given to another owner`],
  [`${kind}.movedUnit`, `${title} {title} moved to another unit`],
]);

/** By the keys that mutations give (`words` in sync/model/mutations). */
const SENTENCES: Readonly<Record<string, string>> = {
  ...(Object.fromEntries(SAME_FOR_ALL) as Record<string, string>),
  'contact.created': 'New contact {title}',
  'company.created': 'New company {title}',
  'deal.created': 'New deal {title} of {money}',
  'deal.moved': 'Deal {title}: {from} to {to}',
  'note.created': 'Note "{title}"',
  'task.created': 'New task {title}',
  'task.completed': 'Task {title} done',
  'task.reopened': 'Task {title} open again',
  'activity.logged.call': 'Call {title} with {on}',
  'activity.logged.email': 'E-mail {title} to {on}',
  'activity.logged.meeting': 'Meeting {title} with {on}',
  'activity.logged.visit': 'Visit {title} to {on}',
  'pipeline.saved': 'Pipeline {title} saved',
  'preference.set': 'Setting {title} is {value}',
};

export const hasSentence = (key: string): boolean => Object.hasOwn(SENTENCES, key);

/** The sentence of a change, without a full stop; a value that is missing takes the word before it along. */
export function say({ key, values }: Words): string {
  const known: Readonly<Record<string, string | number | null>> = {
    ...values,
    money: money(Number(values['valueMinor'] ?? 0), String(values['currency'] ?? '')),
  };
  const text = (SENTENCES[key] ?? key).replace(/(?: (?:with|to|of))? ?\{(\w+)\}/g, (found, name: string) => {
    const value = known[name];
    return value === null || value === undefined || value === '' ? '' : found.replace(`{${name}}`, String(value));
  });
  return text.trim();
}

export const STATE_WORDS: Readonly<Record<OutboxState, string>> = {
  queued: 'waits',
  sending: 'under way',
  acknowledged: 'confirmed',
  held: 'draft',
  parked: 'needs you',
  discarded: 'taken back',
};

const CONNECTION_WORDS: Readonly<Record<ConnectionKind, string>> = {
  online: 'Online',
  'wrapper-away': 'The account service does not answer',
  'server-away': 'The sync server does not answer',
  offline: 'Offline',
  'read-only': 'Reading and drafts only',
  'signed-out': 'Nobody is signed in',
};

export const connectionWords = (connection: ConnectionKind): string => CONNECTION_WORDS[connection];

/** One true line about the connection and what is not sent. */
export function statusLine(status: SyncStatus, nowMs: number): string {
  const { connection, isWorkingOffline, sinceMs, windowLeftMs, counts } = status;
  if (connection === 'signed-out') return 'Nobody is signed in.';
  const head = isWorkingOffline ? 'Working offline, as you wished' : connectionWords(connection);
  if (connection === 'online') return `${[head, ...waitingWords(counts)].join(' · ')}.`;
  const left =
    windowLeftMs > 0
      ? `${span(windowLeftMs)} of writing left`
      : 'the writing window is over, what you write becomes a draft';
  return `${[`${head} ${span(nowMs - sinceMs)}`, ...waitingWords(counts), left].join(' · ')}.`;
}

function waitingWords({ queued, sending, held, parked }: SyncStatus['counts']): readonly string[] {
  const words = [
    queued + sending > 0 ? `${queued + sending} ${queued + sending === 1 ? 'change' : 'changes'} safe here` : '',
    held > 0 ? `${held} ${held === 1 ? 'draft' : 'drafts'}` : '',
    parked > 0 ? `${parked} ${parked === 1 ? 'needs' : 'need'} you` : '',
  ].filter((part) => part !== '');
  return words.length > 0 ? words : ['nothing waits to be sent'];
}
