import type { Words } from '../words/create-words.ts';
import { english, type WordKey } from '../words/english.ts';

type FieldWord = Extract<WordKey, `queueField.${string}`>;
const isFieldWord = (key: string): key is FieldWord => Object.hasOwn(english, key);

/** A field's name; a custom field is called as its definition calls it. */
export function fieldLabel(field: string, { say }: Words): string {
  const key = `queueField.${field}`;
  return isFieldWord(key) ? say(key) : field;
}
