import { createHash } from 'node:crypto';
import { isUuid } from '../../sync/model/ids.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';

/** Where a page ended: the sort key and the id of its last row. */
export interface Position {
  readonly key: string | number;
  readonly id: string;
}

/**
 * Keeps a cursor far below the contract's 2,000 characters whatever a name holds. A longer key is found again by its
 * row (`resume` in keyset.ts); where that has changed meanwhile, the page goes on behind all keys with this beginning,
 * so that reading on always comes to an end.
 */
export const MAX_KEY_CHARS = 200;

/** Ties a cursor to one list, sort and set of filters. Arrays are sets: their order does not count. */
export function fingerprintOf(list: string, input: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined);
  const sorted = entries.map(([name, value]) => [name, Array.isArray(value) ? value.map(String).toSorted() : value]);
  const text = JSON.stringify([list, sorted.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

export function encodeCursor(fingerprint: string, { key, id }: Position): string {
  const kept = typeof key === 'string' ? key.slice(0, MAX_KEY_CHARS) : key;
  return Buffer.from(JSON.stringify([fingerprint, kept, id])).toString('base64url');
}

/** @throws SatchelError BAD_REQUEST for a text that is no cursor, or one of another list, sort or filter */
export function decodeCursor(text: string, fingerprint: string, type: 'string' | 'number'): Position {
  const value = parse(text);
  if (!Array.isArray(value) || value.length !== 3) throw refused();
  const [of, key, id] = value as readonly unknown[];
  if (of !== fingerprint || typeof id !== 'string' || !isUuid(id)) throw refused();
  if (type === 'number' ? !Number.isSafeInteger(key) : typeof key !== 'string') throw refused();
  return { key: key as string | number, id };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return null;
  }
}

const refused = () => new SatchelError('BAD_REQUEST', 'This is no place in this list. Read the list from its start.');
