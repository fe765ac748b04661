import type { FieldValue } from '../parts/field-value.ts';
import type { Words } from '../words/create-words.ts';
import type { WordKey } from '../words/english.ts';

export type Patch = Readonly<Record<string, unknown>>;

/** How one value of a record is shown, edited in place and written back. */
export interface FieldSpec<Record> {
  readonly key: string;
  readonly label: Extract<WordKey, `label.${string}`> | { readonly text: string };
  /** Fields of the record behind it: a pending mark on one of them stands beside it. */
  readonly fields: readonly string[];
  readonly read: (record: Record) => FieldValue;
  /** What stands there at rest, where the typed form is not how a person would say it. */
  readonly shown?: (record: Record, words: Words) => string | undefined;
  /** @returns the patch of an edit, or the reason why the value cannot be */
  readonly write: (value: FieldValue, record: Record) => Patch | WrongValue;
}

export interface WrongValue {
  readonly wrong: Extract<WordKey, `wrong.${string}`>;
}

export const isWrong = (answer: Patch | WrongValue): answer is WrongValue => Object.hasOwn(answer, 'wrong');

export const MAX_LINE = 255;

export const textOf = (value: FieldValue): string => ('text' in value ? value.text.trim() : '');

/** A line of text that may be empty; null is stored then. */
export function lineField<Key extends string>(
  key: Key,
  label: FieldSpec<unknown>['label'],
  kind: 'text' | 'phone' | 'email' = 'text',
): FieldSpec<{ readonly [K in Key]: string | null }> {
  return {
    key,
    label,
    fields: [key],
    read: (record) => ({ kind, text: record[key] ?? '' }),
    write: (value) => {
      const text = textOf(value);
      return text.length > MAX_LINE ? { wrong: 'wrong.tooLong' } : { [key]: text === '' ? null : text };
    },
  };
}

export const tagsField: FieldSpec<{ readonly tags: readonly string[] }> = {
  key: 'tags',
  label: 'label.tags',
  fields: ['tags'],
  read: ({ tags }) => ({ kind: 'tags', tags }),
  write: (value) => {
    const tags = value.kind === 'tags' ? value.tags : [];
    return tags.some((tag) => tag.length > 60) || tags.length > 50 ? { wrong: 'wrong.tags' } : { tags };
  },
};

type CustomValue = string | number | boolean | readonly string[] | null;
interface WithCustom {
  readonly customFields: Readonly<Record<string, CustomValue | string[]>>;
}

/** `renewalDate`, `service_tier` as a person would write them. */
export function customLabel(key: string): string {
  const words = key
    .replaceAll('_', ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value keeps its type: a number stays a number, or says why not. */
function readCustom(text: string, was: unknown): CustomValue | WrongValue {
  if (text === '') return null;
  if (typeof was === 'number') {
    const value = Number(text.replace(',', '.'));
    return Number.isFinite(value) ? value : { wrong: 'wrong.number' };
  }
  return text.length > 20_000 ? { wrong: 'wrong.tooLong' } : text;
}

function customField(key: string, isYesNo: boolean, yesNo: readonly [string, string]): FieldSpec<WithCustom> {
  const options = [
    { value: '', label: '' },
    { value: 'true', label: yesNo[0] },
    { value: 'false', label: yesNo[1] },
  ];
  return {
    key: `custom:${key}`,
    label: { text: customLabel(key) },
    fields: [`custom:${key}`],
    read({ customFields }) {
      const value = customFields[key] ?? null;
      if (isYesNo) return { kind: 'select', value: value === null ? '' : String(value), options };
      if (Array.isArray(value)) return { kind: 'tags', tags: value as readonly string[] };
      return { kind: 'text', text: value === null ? '' : String(value) };
    },
    write(value, { customFields }) {
      if (value.kind === 'select')
        return { customFields: { [key]: value.value === '' ? null : value.value === 'true' } };
      if (value.kind === 'tags') return { customFields: { [key]: value.tags } };
      const next = readCustom(textOf(value), customFields[key]);
      return typeof next === 'object' && next !== null && 'wrong' in next ? next : { customFields: { [key]: next } };
    },
  };
}

/** One field for each custom value that the record has, by name. */
export function customFieldsOf(record: WithCustom, yesNo: readonly [string, string]): readonly FieldSpec<WithCustom>[] {
  const keys = Object.keys(record.customFields).toSorted();
  return keys.map((key) => customField(key, typeof record.customFields[key] === 'boolean', yesNo));
}
