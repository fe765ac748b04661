import type { OutboxItem } from '../../main/contract/types.ts';
import type { FieldDiff } from '../parts/diff.tsx';
import type { Words } from '../words/create-words.ts';
import { english, type WordKey } from '../words/english.ts';
import { fieldLabel } from './field-label.ts';
import { type ShowContext, showValue } from './show-value.ts';

type ChangeWord = Extract<WordKey, `change.${string}`>;
const isChangeWord = (key: string): key is ChangeWord => Object.hasOwn(english, key);
type SettingWord = Extract<WordKey, `setting.${string}`>;
const isSettingWord = (key: string): key is SettingWord => Object.hasOwn(english, key);
type SettingValueWord = Extract<WordKey, `settingValue.${string}`>;
const isSettingValueWord = (key: string): key is SettingValueWord => Object.hasOwn(english, key);

export interface ChangeInWords {
  /** "Move stage". */
  readonly action: string;
  /** "of Cold-chain sensors". */
  readonly subject: string;
  readonly fields: readonly FieldDiff[];
  readonly excerpt?: string;
}

/** Fields that follow from others or that nobody typed. */
const SILENT: ReadonlySet<string> = new Set([
  'stageEnteredAtMs',
  'closedAtMs',
  'doneAtMs',
  'isDueAllDay',
  'currency',
  'isDone',
  'occurredAtMs',
  'status',
  'probability',
]);
/** A new record is recognised by its name; of the rest, what people ask for first. */
const TELLING: ReadonlySet<string> = new Set([
  'valueMinor',
  'email',
  'phone',
  'companyId',
  'expectedCloseOn',
  'dueAtMs',
  'city',
  'stages',
]);
const MOST_FIELDS = 4;
const MOST_CHARS = 140;

const nameOf = ({ words: { values } }: OutboxItem): string => {
  const title = values['title'];
  return title === null || title === undefined ? '' : String(title);
};

const cut = (text: string): string => (text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS - 1)}…` : text);

/** The record that an activity, a note or a task hangs on, as far as the laptop knows its name. */
function parentName({ args }: OutboxItem, { names }: ShowContext): string | undefined {
  const given = (typeof args === 'object' && args !== null ? args : {}) as Readonly<Record<string, unknown>>;
  for (const field of ['dealId', 'contactId', 'companyId']) {
    const id = given[field];
    if (typeof id === 'string') return names.record(id);
  }
  return undefined;
}

const isAttached = (key: string): boolean => /^(activity\.logged\.|note\.created$)/.test(key);

function subjectOf(item: OutboxItem, context: ShowContext): string {
  const { say } = context.words;
  const { key, values } = item.words;
  const title = nameOf(item);
  if (key === 'deal.moved') return say('subject.of', { title });
  const setting = `setting.${title}`;
  if (key === 'preference.set') return isSettingWord(setting) ? say(setting) : title;
  const owner = values['ownerId'];
  if (typeof owner === 'string') return say('subject.to', { title, name: context.names.person(owner) });
  if (!isAttached(key)) return title;
  const on = parentName(item, context) ?? values['on'];
  return typeof on === 'string' && on !== '' ? say('subject.on', { title: on }) : '';
}

function excerptOf(item: OutboxItem, { say }: Words): string | undefined {
  if (!isAttached(item.words.key)) return undefined;
  const given = (item.args ?? {}) as Readonly<Record<string, unknown>>;
  const written = [given['subject'], given['description'], given['body']].filter(
    (text) => typeof text === 'string' && text !== '',
  );
  return written.length === 0 ? undefined : say('subject.quoted', { text: cut(written.join(': ')) });
}

const isCreate = (key: string): boolean => key.endsWith('.created') || key.startsWith('activity.logged.');

/** As the settings page calls it; a value that only a newer program knows, as it is. */
function showSetting(value: unknown, { words: { say } }: ShowContext): string {
  if (typeof value !== 'string') return say('settingValue.unset');
  const key = `settingValue.${value}`;
  return isSettingValueWord(key) ? say(key) : value;
}

function fieldsOf(item: OutboxItem, context: ShowContext): readonly FieldDiff[] {
  const { key } = item.words;
  if (isAttached(key)) return [];
  const currencyOf = (side: 'before' | 'after'): unknown =>
    item.differences.find(({ field }) => field === 'currency')?.[side];
  const isSetting = key === 'preference.set'; // its name is the subject
  const shown = item.differences.filter(
    ({ field }) => !SILENT.has(field) && !(isSetting && field === 'name') && (!isCreate(key) || TELLING.has(field)),
  );
  const show = (field: string, value: unknown, side: 'before' | 'after'): string =>
    cut(isSetting ? showSetting(value, context) : showValue(field, value, context, currencyOf(side)));
  return shown.slice(0, MOST_FIELDS).map(({ field, before, after }) => ({
    label: fieldLabel(field, context.words),
    ...(isCreate(key) ? {} : { before: show(field, before, 'before') }),
    after: show(field, after, 'after'),
  }));
}

/** A change as a sentence with its difference. */
export function describeChange(item: OutboxItem, context: ShowContext): ChangeInWords {
  const key = `change.${item.words.key}`;
  const excerpt = excerptOf(item, context.words);
  return {
    action: isChangeWord(key) ? context.words.say(key) : item.name,
    subject: subjectOf(item, context),
    fields: fieldsOf(item, context),
    ...(excerpt === undefined ? {} : { excerpt }),
  };
}
