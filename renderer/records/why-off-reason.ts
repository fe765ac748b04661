import type { Unit } from '../../main/contract/people.ts';
import type { Explanation } from '../../main/contract/types.ts';
import type { PassEntry } from '../../sync/model/envelope.ts';
import type { Action, Resource } from '../../sync/model/mutations/define-mutation.ts';
import { useRead } from '../app/use-read.ts';
import type { WhyOffReason } from '../parts/why-off.tsx';
import type { Words } from '../words/create-words.ts';
import type { WordKey } from '../words/english.ts';
import { useWords } from '../words/words-context.ts';
import { refusalText } from './refusal.ts';
import { unitNames } from './units.ts';

const ACTIONS = {
  create: 'why.create',
  read: 'why.read',
  edit: 'why.edit',
  delete: 'why.delete',
  merge: 'why.merge',
  reassign: 'why.reassign',
  bulk: 'why.bulk',
  export: 'why.export',
  import: 'why.import',
  define: 'why.define',
  erase: 'why.erase',
} as const satisfies Record<Action, WordKey>;
const RESOURCES = {
  contacts: 'why.contacts',
  companies: 'why.companies',
  deals: 'why.deals',
  activities: 'why.activities',
  notes: 'why.notes',
  tasks: 'why.tasks',
  files: 'why.files',
  pipelines: 'why.pipelines',
  fields: 'why.fields',
  views: 'why.views',
  reports: 'why.reports',
  audit: 'why.audit',
} as const satisfies Record<Resource, WordKey>;
export const WHY_SOURCES = {
  live: 'why.live',
  snapshot: 'why.snapshot',
  cache: 'why.cache',
  none: 'why.noSource',
} as const;

const lookUp = <Key extends string>(table: Readonly<Record<string, Key>>, name: string): Key | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** `contacts:edit@unit` as a person would say it. */
export function permissionText({ what }: PassEntry, units: ReadonlyMap<string, string>, { say }: Words): string {
  const [, resource = '', action = '', orgId] = /^(\w+):(\w+)(?:@(.+))?$/.exec(what) ?? [];
  const verb = lookUp(ACTIONS, action);
  const noun = lookUp(RESOURCES, resource);
  const words = verb && noun ? `${say(verb)} ${say(noun)}` : what;
  const unit = orgId === undefined ? undefined : units.get(orgId);
  return unit === undefined ? words : say('why.inUnit', { words, unit });
}

function answerText(entry: PassEntry | undefined, { say }: Words): string {
  if (entry === undefined || entry.verdict === 'unknown') return say('why.noAnswer');
  return say(entry.verdict === 'granted' ? 'why.granted' : 'why.denied');
}

function sourceText(entry: PassEntry | undefined, nowMs: number, { say, age }: Words): string {
  if (entry === undefined || entry.fetchedAtMs === null) return say('why.noSource');
  return say('why.sourceAge', {
    source: say(WHY_SOURCES[entry.source]),
    age: age(Math.max(0, nowMs - entry.fetchedAtMs)),
  });
}

interface ReasonFacts {
  readonly units: ReadonlyMap<string, string>;
  readonly words: Words;
  readonly nowMs: number;
}

function whyOffReason(explanation: Explanation, { units, words, nowMs }: ReasonFacts): WhyOffReason {
  const { entries } = explanation.pass;
  const permissions = entries.filter(({ kind }) => kind === 'permission');
  const permission = permissions.find(({ verdict }) => verdict === 'denied') ?? permissions[0];
  const price = entries.find(({ kind }) => kind === 'price');
  const isRefused = explanation.status === 'refused';
  return {
    sentence: isRefused ? refusalText(explanation.code ?? undefined, words) : explanation.message,
    permission: permission === undefined ? words.say('why.noPermission') : permissionText(permission, units, words),
    lastAnswer: answerText(permission, words),
    source: sourceText(permission, nowMs, words),
    credit: words.say(price === undefined ? 'why.noCredit' : 'why.costsCredit'),
    unblocks: explanation.unblocks ?? words.say('why.nothingUnblocks'),
  };
}

/** Explanations in whole words, with the names of units. */
export function useWhyOff(): (explanation: Explanation) => WhyOffReason {
  const words = useWords();
  const units = usePassUnits();
  return (explanation) => whyOffReason(explanation, { units, words, nowMs: Date.now() });
}

/** Names of units by id, for what a pass says of permissions. */
export function usePassUnits(): ReadonlyMap<string, string> {
  const { data } = useRead(['people', 'organisation'], ['people'], (client) => client.people.organisation());
  const root: Unit | null = data?.value ?? null;
  return unitNames(root);
}
