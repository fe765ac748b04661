import type { OutboxReason } from '../../main/contract/types.ts';
import type { Words } from '../words/create-words.ts';
import { english, type WordKey } from '../words/english.ts';

type RefusalWord = Extract<WordKey, `refusal.${string}`>;
const isRefusalWord = (key: string): key is RefusalWord => Object.hasOwn(english, key);

/** Why the server refused, as the end of a sentence. */
export function refusalWord(code: OutboxReason['code'], { say }: Words): string {
  const key = `refusal.${code}`;
  return say(isRefusalWord(key) ? key : 'refusal.other');
}

type UnblockWord = Extract<WordKey, `unblock.${string}`>;
const isUnblockWord = (key: string): key is UnblockWord => Object.hasOwn(english, key);

/** What would let it through; empty where its record has the answer. */
export function unblockWord(code: OutboxReason['code'], { say }: Words): string {
  const key = `unblock.${code}`;
  return isUnblockWord(key) ? say(key) : '';
}
