import type { Words } from '../words/create-words.ts';

/** Names of records, people and stages that a value may point to. */
export interface Names {
  readonly record: (id: string) => string | undefined;
  readonly person: (employeeId: string) => string;
  readonly stage: (stageId: string) => string | undefined;
  /** Of the tenant; for a value that comes without its own. */
  readonly currency: string;
}

export interface ShowContext {
  readonly words: Words;
  readonly names: Names;
  readonly nowMs: number;
}

const RECORD_FIELDS: ReadonlySet<string> = new Set([
  'contactId',
  'companyId',
  'dealId',
  'parentCompanyId',
  'pipelineId',
  'orgId',
]);
const PERSON_FIELDS: ReadonlySet<string> = new Set(['ownerId', 'assigneeId']);

function showList(values: readonly unknown[], { words }: ShowContext): string {
  const isPlain = values.every((value) => typeof value === 'string');
  return isPlain ? values.join(', ') : words.say('queueValue.items', { count: values.length });
}

function showId(field: string, id: string, { names, words }: ShowContext): string {
  if (PERSON_FIELDS.has(field)) return names.person(id);
  if (field === 'stageId') return names.stage(id) ?? id;
  return names.record(id) ?? words.say('queueValue.unknown');
}

/** What is due on a day, at no time of it, is due at its last minute. */
function showTime(atMs: number, { words, nowMs }: ShowContext): string {
  const at = new Date(atMs);
  const isWholeDay = at.getHours() === 23 && at.getMinutes() === 59;
  return isWholeDay ? words.day(atMs, nowMs) : `${words.day(atMs, nowMs)}, ${words.clock(atMs)}`;
}

/** A stored value as a person reads it; "none" where there is nothing. */
export function showValue(field: string, value: unknown, context: ShowContext, currency?: unknown): string {
  const { words, names, nowMs } = context;
  if (value === null || value === undefined || value === '') return words.say('field.none');
  if (Array.isArray(value)) return value.length === 0 ? words.say('field.none') : showList(value, context);
  if (typeof value === 'boolean') return words.say(value ? 'queueValue.yes' : 'queueValue.no');
  if (field === 'valueMinor' && typeof value === 'number') {
    return words.money(value, typeof currency === 'string' ? currency : names.currency);
  }
  if (typeof value === 'number') return field.endsWith('AtMs') ? showTime(value, context) : words.number(value);
  if (typeof value !== 'string') {
    return Object.entries(value)
      .map(([key, each]) => `${key}: ${showValue(key, each, context)}`)
      .join(', ');
  }
  if (RECORD_FIELDS.has(field) || PERSON_FIELDS.has(field) || field === 'stageId') return showId(field, value, context);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? words.calendarDay(value, nowMs) : value;
}
