import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { systemCode, toDatabaseError } from './database-error.ts';
import { deriveKey } from './derive-key.ts';
import { writeFileDurably } from './durable-file.ts';

const PART_BYTES = 32;
const PURPOSE = 'satchel key check 1';

/** `damaged`: there is a sidecar, but it proves nothing about the key. */
export type KeyCheck = 'missing' | 'damaged' | 'matches' | 'differs';

export const keyCheckPath = (path: string): string => `${path}.keycheck`;

/**
 * Says whether `key` is the one that the database at `path` was created with, without opening it. SQLite's
 * "not a database" cannot tell a wrong key from a damaged first page; this sidecar can.
 * Layout: 32 random bytes, HMAC-SHA256 over them, SHA-256 over both (so that damage does not look like another key).
 */
export function readKeyCheck(path: string, key: Uint8Array): KeyCheck {
  const bytes = readSidecar(keyCheckPath(path));
  if (bytes === undefined) return 'missing';
  const [nonce, proof, checksum] = [0, 1, 2].map((part) => bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
  if (bytes.length !== 3 * PART_BYTES || nonce === undefined || proof === undefined || checksum === undefined)
    return 'damaged';
  if (!timingSafeEqual(checksumOf(nonce, proof), checksum)) return 'damaged';
  return timingSafeEqual(proofOf(key, nonce), proof) ? 'matches' : 'differs';
}

/** Written when the database exists for certain: from then on an absent or empty database means damage. */
export function writeKeyCheck(path: string, key: Uint8Array): void {
  const nonce = randomBytes(PART_BYTES);
  const proof = proofOf(key, nonce);
  writeFileDurably(keyCheckPath(path), Buffer.concat([nonce, proof, checksumOf(nonce, proof)]));
}

function proofOf(key: Uint8Array, nonce: Uint8Array): Buffer {
  return createHmac('sha256', deriveKey(key, nonce, PURPOSE))
    .update(nonce)
    .digest();
}

function checksumOf(nonce: Uint8Array, proof: Uint8Array): Buffer {
  return createHash('sha256').update(nonce).update(proof).digest();
}

function readSidecar(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw toDatabaseError(error, path);
  }
}
