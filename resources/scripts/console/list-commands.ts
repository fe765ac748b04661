import type { TimelineEntry } from '../../../main/contract/types.ts';
import { getStoredRow } from '../../../main/db/replica-store.ts';
import { isSameValue } from '../../../sync/model/same-value.ts';
import { ConsoleMistake, need, type Answer, type Command, type ConsoleContext } from './console-context.ts';
import { findRecord } from './find-record.ts';
import { columns, money, shortId, time, valueText } from './layout.ts';

const LIMIT = 50;

interface Listed {
  readonly items: readonly { readonly pending: string | null }[];
  readonly total: number | null;
  readonly next: string | null;
}

function listAnswer(page: Listed, rows: readonly (readonly string[])[], none: string): Answer {
  const marked = rows.map((row, index) => [...row, page.items[index]?.pending ?? '']);
  const more =
    page.next === null
      ? ''
      : `\n(the first ${rows.length}${page.total === null ? '' : ` of ${page.total}`}; give a text to narrow it down)`;
  return { value: page, text: columns(marked, none) + more };
}

const filterBy = (rest: string): { text?: string } => (rest === '' ? {} : { text: rest });

async function contacts({ engine }: ConsoleContext, _words: readonly string[], rest: string): Promise<Answer> {
  const page = await engine.call.contacts.page({
    sort: { field: 'lastName', direction: 'asc' },
    filter: filterBy(rest),
    limit: LIMIT,
  });
  const rows = page.items.map(({ id, firstName, lastName, companyName, email }) => [
    shortId(id),
    `${firstName} ${lastName}`.trim(),
    companyName ?? '',
    email ?? '',
  ]);
  return listAnswer(page, rows, 'No contacts.');
}

async function companies({ engine }: ConsoleContext, _words: readonly string[], rest: string): Promise<Answer> {
  const page = await engine.call.companies.page({
    sort: { field: 'name', direction: 'asc' },
    filter: filterBy(rest),
    limit: LIMIT,
  });
  const rows = page.items.map(({ id, name, city, industry }) => [shortId(id), name, city ?? '', industry ?? '']);
  return listAnswer(page, rows, 'No companies.');
}

async function deals({ engine }: ConsoleContext, _words: readonly string[], rest: string): Promise<Answer> {
  const page = await engine.call.deals.page({
    sort: { field: 'updatedAtMs', direction: 'desc' },
    filter: filterBy(rest),
    limit: LIMIT,
  });
  const rows = page.items.map(({ id, title, valueMinor, currency, stageId, companyName }) => [
    shortId(id),
    title,
    money(valueMinor, currency),
    stageId,
    companyName ?? '',
  ]);
  return listAnswer(page, rows, 'No deals.');
}

async function tasks({ engine }: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const page = await engine.call.tasks.page({ isDone: words[0] === 'done', limit: LIMIT });
  const rows = page.items.map(({ id, title, dueAtMs, onTitle }) => [
    shortId(id),
    title,
    `due ${time(dueAtMs)}`,
    onTitle ?? '',
  ]);
  return listAnswer(page, rows, 'No tasks.');
}

async function search({ engine }: ConsoleContext, _words: readonly string[], rest: string): Promise<Answer> {
  if (rest === '') throw new ConsoleMistake('Say what to search for.');
  const found = await engine.call.search.query({ text: rest, limit: LIMIT });
  const rows = found.hits.map(({ kind, id, title, detail, pending }) => [
    shortId(id),
    kind,
    title,
    detail,
    pending ?? '',
  ]);
  return { value: found, text: columns(rows, found.isPreparing ? 'The search is being prepared.' : 'Nothing found.') };
}

async function show(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const { kind, id } = await findRecord(context, need(words, 0, 'which record'));
  const { call } = context.engine;
  if (kind === 'contact') return detail(kind, 'contact', await call.contacts.get({ contactId: id }));
  if (kind === 'company') return detail(kind, 'company', await call.companies.get({ companyId: id }));
  if (kind === 'deal') return detail(kind, 'deal', await call.deals.get({ dealId: id }));
  const stored = context.engine.appContext.database().snapshot((read) => getStoredRow(read, { kind, id }));
  return detail(kind, 'row', { row: stored?.row, pending: stored?.pending });
}

/** The record field by field, then what comes along with it. */
function detail(kind: string, of: string, value: object): Answer {
  const { [of]: row, ...along } = value as Readonly<Record<string, unknown>>;
  const fields = Object.entries(row as object).filter(([, each]) => valueText(each) !== '-');
  const shown = fields.map(([field, each]) => [field, field.endsWith('AtMs') ? time(each as number) : valueText(each)]);
  const others = Object.entries(along).map(([name, each]) => [
    name,
    Array.isArray(each) ? alongText(each) : valueText(each),
  ]);
  return { value, text: columns([['kind', kind], ...shown, ...others.filter(([, text]) => text !== '-')], '') };
}

function alongText(list: readonly unknown[]): string {
  const ids = list.map((each) =>
    typeof each === 'string' ? shortId(each) : shortId((each as { readonly id: string }).id),
  );
  return ids.length === 0 ? '-' : ids.join(', ');
}

async function timeline(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const { kind, id } = await findRecord(context, need(words, 0, 'which record'), ['contact', 'company', 'deal']);
  const of = { kind: kind as 'contact' | 'company' | 'deal', id };
  const page = await context.engine.call.timeline.page({ of, limit: LIMIT });
  return { value: page, text: columns(page.items.map(entryRow), 'Nothing happened yet.') };
}

function entryRow(entry: TimelineEntry): readonly string[] {
  const head = [time(entry.atMs), shortId(entry.id)];
  switch (entry.kind) {
    case 'activity':
      return [...head, entry.row.type, entry.row.subject, entry.row.description];
    case 'note':
      return [...head, 'note', entry.row.body, ''];
    case 'task':
      return [...head, entry.row.isDone ? 'task done' : 'task', entry.row.title, ''];
    case 'history':
      return [...head, entry.row.action, entry.row.group ?? entry.row.recordKind, changeText(entry.row)];
  }
}

/** Only what differs: a group's other fields, such as the pipeline of a stage, say nothing. */
function changeText({ before, after }: Extract<TimelineEntry, { kind: 'history' }>['row']): string {
  const was = (before ?? {}) as Readonly<Record<string, unknown>>;
  const is = (after ?? {}) as Readonly<Record<string, unknown>>;
  const fields = Object.keys({ ...was, ...is }).filter(
    (field) => !field.endsWith('AtMs') && !isSameValue(was[field], is[field]),
  );
  const isNamed = fields.length > 1;
  return fields
    .map((field) => `${isNamed ? `${field} ` : ''}${valueText(was[field])} -> ${valueText(is[field])}`)
    .join(', ');
}

export const LIST_COMMANDS: readonly Command[] = [
  { name: 'contacts', takes: '[text]', about: 'contacts by last name', run: contacts },
  { name: 'companies', takes: '[text]', about: 'companies by name', run: companies },
  { name: 'deals', takes: '[text]', about: 'deals, last changed first', run: deals },
  { name: 'tasks', takes: '[done]', about: 'tasks by due time', run: tasks },
  { name: 'search', takes: '<text>', about: 'one box over everything', run: search },
  { name: 'show', takes: '<id|name>', about: 'one record with all its fields', run: show },
  { name: 'timeline', takes: '<id|name>', about: 'what happened to a contact, company or deal', run: timeline },
];
