import { hkdfSync } from 'node:crypto';

export const KEY_BYTES = 32;

/**
 * A key of its own for one purpose, so that nothing learned about one file helps with another (RFC 5869, SHA-256).
 * @param salt random and stored beside what the key protects
 * @param purpose names the use and its format version
 */
export function deriveKey(key: Uint8Array, salt: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, salt, purpose, KEY_BYTES));
}
