import { numberFormat, pluralRules } from './intl-cache.ts';
import type { Message, MessageValue } from './message.ts';

function textFor(message: Message, count: MessageValue | undefined, locale: string): string {
  if (typeof message === 'string') return message;
  const form = pluralRules(locale).select(typeof count === 'number' ? count : 0);
  return message[form] ?? message.other;
}

/** Puts values into a message; numbers are written the locale's way, an unknown name stays visible as `{name}`. */
export function fillMessage(
  message: Message,
  values: { readonly [name: string]: MessageValue },
  locale: string,
): string {
  const held = new Map(Object.entries(values));
  return textFor(message, held.get('count'), locale).replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = held.get(name);
    if (value === undefined) return whole;
    return typeof value === 'number' ? numberFormat(locale).format(value) : value;
  });
}
