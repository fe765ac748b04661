import type { Words } from '../words/create-words.ts';
import { parseMoney } from '../words/format-money.ts';

export interface FieldOption {
  readonly value: string;
  readonly label: string;
}

export type FieldValue =
  | { readonly kind: 'text' | 'phone' | 'email'; readonly text: string }
  | { readonly kind: 'select'; readonly value: string; readonly options: readonly FieldOption[] }
  | { readonly kind: 'money'; readonly minor: number | null; readonly currency: string }
  /** on: `YYYY-MM-DD` */
  | { readonly kind: 'date'; readonly on: string | null }
  | { readonly kind: 'tags'; readonly tags: readonly string[] };

export type Reading =
  | { readonly kind: 'read'; readonly value: FieldValue }
  | { readonly kind: 'wrong'; readonly message: string };

/** What stands there at rest; empty when there is nothing. */
export function shownText(value: FieldValue, words: Words, nowMs: number): string {
  switch (value.kind) {
    case 'select':
      return value.options.find((option) => option.value === value.value)?.label ?? '';
    case 'money':
      return value.minor === null ? '' : words.money(value.minor, value.currency);
    case 'date':
      return value.on === null ? '' : words.calendarDay(value.on, nowMs);
    case 'tags':
      return value.tags.join(', ');
    default:
      return value.text;
  }
}

/** What the editor starts with. */
export function typedText(value: FieldValue, words: Words): string {
  switch (value.kind) {
    case 'select':
      return value.value;
    case 'money':
      return value.minor === null ? '' : words.money(value.minor, value.currency);
    case 'date':
      return value.on ?? '';
    case 'tags':
      return value.tags.join(', ');
    default:
      return value.text;
  }
}

const wrong = (message: string): Reading => ({ kind: 'wrong', message });
const read = (value: FieldValue): Reading => ({ kind: 'read', value });

function readMoney(value: Extract<FieldValue, { readonly kind: 'money' }>, text: string, words: Words): Reading {
  if (text === '') return read({ ...value, minor: null });
  const minor = parseMoney(text, value.currency, words.locale);
  const example = words.money(5_250_000, value.currency);
  return minor === undefined ? wrong(words.say('field.notMoney', { example })) : read({ ...value, minor });
}

function readContact(value: Extract<FieldValue, { readonly text: string }>, text: string, words: Words): Reading {
  const isEmail = value.kind === 'email' && text !== '' && !/^\S+@\S+\.\S{2,}$/.test(text);
  if (isEmail) return wrong(words.say('field.notEmail'));
  const isPhone = value.kind === 'phone' && text !== '' && text.replaceAll(/\D/g, '').length < 4;
  return isPhone ? wrong(words.say('field.notPhone')) : read({ ...value, text });
}

const tagsIn = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
];

/** Reads what was typed; a wrong one says why in words, and the text stays where it is. */
export function readTyped(value: FieldValue, typed: string, words: Words): Reading {
  const text = typed.trim();
  switch (value.kind) {
    case 'money':
      return readMoney(value, text, words);
    case 'select':
      return read({ ...value, value: text });
    case 'date':
      if (text === '') return read({ ...value, on: null });
      return Number.isNaN(Date.parse(`${text}T00:00:00Z`))
        ? wrong(words.say('field.notDate'))
        : read({ ...value, on: text });
    case 'tags':
      return read({ ...value, tags: tagsIn(text) });
    default:
      return readContact(value, text, words);
  }
}
