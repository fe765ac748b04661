import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { crc32 } from 'node:zlib';
import { deriveKey } from './derive-key.ts';
import type { JsonValue } from './json-value.ts';

/*
 * Header: 8 magic, 32 salt, 16 proof of the key, 4 CRC-32 of all before.
 * Frame: 4 length of the ciphertext, 6 random, 4 CRC-32 of these ten, ciphertext, 16 tag (AES-256-GCM).
 * The nonce is the record's number in the file (6 bytes) and the 6 random ones: the number moves with the place, so a
 * frame that was moved does not open; the random part keeps a number that is used again after a torn tail from
 * repeating a nonce. The CRCs only tell a damaged length or salt from a torn frame or another key.
 */
const MAGIC = Buffer.from('SATCHJ01');
const SALT_BYTES = 32;
const PROOF_BYTES = 16;
const CRC_BYTES = 4;
export const HEADER_BYTES = MAGIC.length + SALT_BYTES + PROOF_BYTES + CRC_BYTES;
const RANDOM_BYTES = 6;
const SEQUENCE_BYTES = 6;
const HEAD_BYTES = 4 + RANDOM_BYTES + CRC_BYTES;
const TAG_BYTES = 16;

export interface JournalScan {
  readonly records: readonly JsonValue[];
  /** Records that still open behind a damaged one. */
  readonly afterDamage: readonly JsonValue[];
  readonly damagedAtByte?: number;
  /** Where a frame begins that was not written to its end: what a crash leaves. */
  readonly tornAtByte?: number;
}

export function createHeader(key: Uint8Array): { readonly header: Buffer; readonly fileKey: KeyObject } {
  const salt = randomBytes(SALT_BYTES);
  const fileKey = journalKey(key, salt);
  return { header: withCrc(Buffer.concat([MAGIC, salt, proofOf(fileKey)])), fileKey };
}

/** The file's own key, or why there is none. */
export function readHeader(bytes: Buffer, key: Uint8Array): KeyObject | 'wrong-key' | 'damaged' {
  const header = bytes.subarray(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES || !hasCrc(header) || !header.subarray(0, MAGIC.length).equals(MAGIC))
    return 'damaged';
  const salt = header.subarray(MAGIC.length, MAGIC.length + SALT_BYTES);
  const fileKey = journalKey(key, salt);
  const proof = header.subarray(MAGIC.length + SALT_BYTES, -CRC_BYTES);
  return timingSafeEqual(proofOf(fileKey), proof) ? fileKey : 'wrong-key';
}

export function sealFrame(fileKey: KeyObject, sequence: number, plain: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(plain.length);
  const head = withCrc(Buffer.concat([length, randomBytes(RANDOM_BYTES)]));
  const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(sequence, head));
  cipher.setAAD(associated(sequence, head));
  return Buffer.concat([head, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Reads frames until the end, a torn one, or a damaged length behind which no frame can be found. */
export function scanFrames(bytes: Buffer, fileKey: KeyObject): JournalScan {
  const records: JsonValue[] = [];
  const afterDamage: JsonValue[] = [];
  let damagedAtByte: number | undefined;
  let offset = HEADER_BYTES;
  for (let sequence = 0; offset < bytes.length; sequence += 1) {
    const size = frameSize(bytes.subarray(offset));
    if (size === 'torn') return scanOf({ records, afterDamage }, damagedAtByte, offset);
    if (size === 'damaged') return scanOf({ records, afterDamage }, damagedAtByte ?? offset);
    const record = openFrame(fileKey, sequence, bytes.subarray(offset, offset + size));
    if (record === undefined) damagedAtByte ??= offset;
    else (damagedAtByte === undefined ? records : afterDamage).push(record);
    offset += size;
  }
  return scanOf({ records, afterDamage }, damagedAtByte);
}

function scanOf(
  found: Pick<JournalScan, 'records' | 'afterDamage'>,
  damagedAtByte?: number,
  tornAtByte?: number,
): JournalScan {
  return {
    ...found,
    ...(damagedAtByte === undefined ? {} : { damagedAtByte }),
    ...(tornAtByte === undefined ? {} : { tornAtByte }),
  };
}

// A file system may lengthen a file before it writes into it, so zeros to the end are a torn frame as well.
function frameSize(rest: Buffer): number | 'torn' | 'damaged' {
  if (rest.length < HEAD_BYTES || rest.every((byte) => byte === 0)) return 'torn';
  if (!hasCrc(rest.subarray(0, HEAD_BYTES))) return 'damaged';
  const size = HEAD_BYTES + rest.readUInt32BE(0) + TAG_BYTES;
  return size > rest.length ? 'torn' : size;
}

function openFrame(fileKey: KeyObject, sequence: number, frame: Buffer): JsonValue | undefined {
  const head = frame.subarray(0, HEAD_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', fileKey, nonceOf(sequence, head), { authTagLength: TAG_BYTES });
  decipher.setAAD(associated(sequence, head));
  decipher.setAuthTag(frame.subarray(-TAG_BYTES));
  try {
    const plain = Buffer.concat([decipher.update(frame.subarray(HEAD_BYTES, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(plain.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** An object and not bytes: with bytes, making a cipher for a small record takes four times as long (6 to 26 µs). */
const journalKey = (key: Uint8Array, salt: Uint8Array): KeyObject =>
  createSecretKey(deriveKey(key, salt, 'satchel journal 1'));

function proofOf(fileKey: KeyObject): Buffer {
  return createHmac('sha256', fileKey).update('satchel journal header 1').digest().subarray(0, PROOF_BYTES);
}

function nonceOf(sequence: number, head: Buffer): Buffer {
  return Buffer.concat([sequenceBytes(sequence), head.subarray(4, 4 + RANDOM_BYTES)]);
}

function associated(sequence: number, head: Buffer): Buffer {
  return Buffer.concat([sequenceBytes(sequence), head]);
}

function sequenceBytes(sequence: number): Buffer {
  const bytes = Buffer.alloc(SEQUENCE_BYTES);
  bytes.writeUIntBE(sequence, 0, SEQUENCE_BYTES);
  return bytes;
}

function withCrc(bytes: Buffer): Buffer {
  const crc = Buffer.alloc(CRC_BYTES);
  crc.writeUInt32BE(crc32(bytes));
  return Buffer.concat([bytes, crc]);
}

function hasCrc(bytes: Buffer): boolean {
  return bytes.readUInt32BE(bytes.length - CRC_BYTES) === crc32(bytes.subarray(0, -CRC_BYTES));
}
