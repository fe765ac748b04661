import type { OutboxItem } from '../../main/contract/types.ts';
import { parseMoney } from '../words/format-money.ts';
import type { ShowContext } from './show-value.ts';

/** A value of a refused change that can be typed anew. */
export interface RefusedField {
  readonly name: string;
  /** Inside `set` of an edit, or an argument of its own. */
  readonly isInSet: boolean;
  readonly isLong: boolean;
  readonly text: string;
  readonly currency?: string;
}

type Values = Readonly<Record<string, unknown>>;
const LONG: ReadonlySet<string> = new Set(['body', 'description']);
const FIXED: ReadonlySet<string> = new Set(['currency', 'type', 'source', 'toStage', 'lostReason', 'stageId']);

const setOf = (args: Values): Values =>
  typeof args['set'] === 'object' && args['set'] !== null ? (args['set'] as Values) : {};

/** What was typed, as it can be typed again: texts and amounts. Ids, days and choices stay as they are. */
export function refusedFields(item: OutboxItem, { words, names }: ShowContext): readonly RefusedField[] {
  const args = (item.args ?? {}) as Values;
  const set = setOf(args);
  const currency = [set['currency'], args['currency']].find((each) => typeof each === 'string') ?? names.currency;
  const fieldsOf = (values: Values, isInSet: boolean): readonly RefusedField[] =>
    Object.entries(values).flatMap(([name, value]): readonly RefusedField[] => {
      if (FIXED.has(name) || name.endsWith('Id') || name.endsWith('On')) return [];
      if (name === 'valueMinor' && typeof value === 'number') {
        return [{ name, isInSet, isLong: false, text: words.money(value, currency), currency }];
      }
      return typeof value === 'string' ? [{ name, isInSet, isLong: LONG.has(name), text: value }] : [];
    });
  return [...fieldsOf(args, false), ...fieldsOf(set, true)];
}

export type Edited =
  | { readonly kind: 'same' }
  | { readonly kind: 'args'; readonly args: unknown }
  | { readonly kind: 'wrong'; readonly name: string; readonly message: string };

/** The change with what was typed anew. */
export function editedArgs(
  item: OutboxItem,
  {
    fields,
    typed,
    context,
  }: {
    readonly fields: readonly RefusedField[];
    readonly typed: Readonly<Record<string, string>>;
    readonly context: ShowContext;
  },
): Edited {
  const changed = fields.filter(({ name, text }) => typed[name] !== undefined && typed[name] !== text);
  if (changed.length === 0) return { kind: 'same' };
  const { words } = context;
  const own: Record<string, unknown> = {};
  const set: Record<string, unknown> = {};
  for (const { name, isInSet, currency } of changed) {
    const text = (typed[name] ?? '').trim();
    const value = currency === undefined ? text : parseMoney(text, currency, words.locale);
    if (value === undefined) {
      const example = words.money(5_250_000, currency ?? 'EUR');
      return { kind: 'wrong', name, message: words.say('field.notMoney', { example }) };
    }
    (isInSet ? set : own)[name] = value;
  }
  const args = (item.args ?? {}) as Values;
  const hasSet = typeof args['set'] === 'object' && args['set'] !== null;
  return { kind: 'args', args: { ...args, ...own, ...(hasSet ? { set: { ...setOf(args), ...set } } : {}) } };
}
