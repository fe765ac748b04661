import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
} from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { databaseError, toDatabaseError } from './database-error.ts';
import { KEY_BYTES } from './derive-key.ts';
import { writeFileDurably, writeFully } from './durable-file.ts';
import { createHeader, HEADER_BYTES, readHeader, scanFrames, sealFrame, type JournalScan } from './journal-format.ts';
import type { JsonValue } from './json-value.ts';

/** A record is one mutation or draft; files are kept elsewhere. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;

export interface JournalContent {
  /** In the order of `append`, up to the first damaged one. */
  readonly records: readonly JsonValue[];
  /** Records that can still be read behind the damage; between the two lists some are missing. */
  readonly afterDamage: readonly JsonValue[];
  /** Absent in a sound journal. While present, `append` refuses until `rewrite`. */
  readonly damagedAtByte?: number;
}

/**
 * The recovery journal: an encrypted file beside the database, so that one flipped bit in the database's first page
 * does not take unsent work with it. Every record is authenticated together with its place in the file.
 * All methods throw SatchelError DISK_FULL | FOLDER_READ_ONLY | INTERNAL for what the system refuses.
 */
export interface Journal {
  /** Bytes of the file, header included. */
  readonly sizeBytes: number;
  /** Records in the file, of no use any more or not. */
  readonly recordCount: number;
  /**
   * Writes without waiting for the disk; call `sync` before anything is acknowledged. What fails leaves no trace.
   * @throws SatchelError TOO_LARGE (over 16 MiB) | DATABASE_DAMAGED (see `damagedAtByte`)
   */
  append(record: JsonValue): void;
  /** As `append`, all or none and with one write. */
  appendAll(records: readonly JsonValue[]): void;
  /** Returns when every appended record is on the disk. After a failure the journal must be opened again. */
  sync(): void;
  readAll(): JournalContent;
  /** Replaces the content in one step, durable on return. A damaged file is kept as `<path>.damaged-<n>`. */
  rewrite(records: readonly JsonValue[]): void;
  close(): void;
}

/**
 * Opens or creates the journal. A torn tail, which a crash in `append` leaves, is cut off; damage is left as it is.
 * @throws SatchelError WRONG_KEY | FOLDER_READ_ONLY | DISK_FULL
 */
export function openJournal({ path, key }: { readonly path: string; readonly key: Uint8Array }): Journal {
  if (key.length !== KEY_BYTES) throw new SatchelError('WRONG_KEY', `A journal's key has ${KEY_BYTES} bytes.`);
  try {
    if (!existsSync(path)) writeFileDurably(path, createHeader(key).header);
    return new FileJournal(path, key);
  } catch (error) {
    throw toDatabaseError(error, path);
  }
}

class FileJournal implements Journal {
  readonly #path: string;
  readonly #key: Uint8Array;
  #fd = -1;
  #fileKey: KeyObject | undefined;
  #sizeBytes = 0;
  #sequence = 0;
  #isDamaged = false;
  #isUnsynced = false;
  /** After a failed sync the system may have dropped what it could not write, and a second sync would not say so. */
  #failure: unknown;

  constructor(path: string, key: Uint8Array) {
    this.#path = path;
    this.#key = key;
    this.#open();
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get recordCount(): number {
    return this.#sequence;
  }

  append(record: JsonValue): void {
    this.appendAll([record]);
  }

  appendAll(records: readonly JsonValue[]): void {
    this.#assertUsable();
    const fileKey = this.#fileKey;
    if (this.#isDamaged || fileKey === undefined) throw databaseError('DATABASE_DAMAGED', this.#path);
    const frames = Buffer.concat(records.map((record, at) => sealFrame(fileKey, this.#sequence + at, plainOf(record))));
    this.#isUnsynced = true;
    try {
      writeFully(this.#fd, frames, this.#sizeBytes);
    } catch (error) {
      this.#orFailed(() => ftruncateSync(this.#fd, this.#sizeBytes));
      throw toDatabaseError(error, this.#path);
    }
    this.#sizeBytes += frames.length;
    this.#sequence += records.length;
  }

  sync(): void {
    this.#assertUsable();
    if (!this.#isUnsynced) return;
    this.#orFailed(() => fdatasyncSync(this.#fd));
    this.#isUnsynced = false;
  }

  readAll(): JournalContent {
    const { records, afterDamage, damagedAtByte } = this.#scan();
    return { records, afterDamage, ...(damagedAtByte === undefined ? {} : { damagedAtByte }) };
  }

  rewrite(records: readonly JsonValue[]): void {
    this.#assertUsable();
    const { header, fileKey } = createHeader(this.#key);
    const frames = records.map((record, sequence) => sealFrame(fileKey, sequence, plainOf(record)));
    const bytes = Buffer.concat([header, ...frames]);
    if (this.#isDamaged) keepDamaged(this.#path);
    // Windows does not replace a file that is open.
    this.close();
    try {
      writeFileDurably(this.#path, bytes);
    } catch (error) {
      if (existsSync(this.#path)) this.#open();
      throw error;
    }
    this.#fd = openSync(this.#path, 'r+');
    this.#fileKey = fileKey;
    this.#sizeBytes = bytes.length;
    this.#sequence = records.length;
    this.#isDamaged = false;
    this.#isUnsynced = false;
  }

  close(): void {
    if (this.#fd !== -1) closeSync(this.#fd);
    this.#fd = -1;
  }

  #open(): void {
    this.#fd = openSync(this.#path, 'r+');
    try {
      const scan = this.#scan();
      this.#isDamaged = scan.damagedAtByte !== undefined;
      this.#sequence = scan.records.length;
      if (!this.#isDamaged && scan.tornAtByte !== undefined) this.#cutTail(scan.tornAtByte);
      this.#sizeBytes = statSync(this.#path).size;
      this.#isUnsynced = false;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #scan(): JournalScan {
    const bytes = readBytes(this.#path);
    const fileKey = readHeader(bytes, this.#key);
    if (fileKey === 'damaged') return { records: [], afterDamage: [], damagedAtByte: 0 };
    if (fileKey === 'wrong-key')
      throw new SatchelError('WRONG_KEY', `${this.#path} was encrypted with another key. Nothing was changed.`);
    this.#fileKey = fileKey;
    return scanFrames(bytes, fileKey);
  }

  #cutTail(atByte: number): void {
    ftruncateSync(this.#fd, Math.max(atByte, HEADER_BYTES));
    fsyncSync(this.#fd);
  }

  #assertUsable(): void {
    if (this.#failure !== undefined) throw toDatabaseError(this.#failure, this.#path);
    if (this.#fd === -1) throw new SatchelError('INTERNAL', `The journal ${this.#path} is closed.`);
  }

  #orFailed(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#failure = error;
      throw toDatabaseError(error, this.#path);
    }
  }
}

function plainOf(record: JsonValue): Buffer {
  const plain = Buffer.from(JSON.stringify(record), 'utf8');
  if (plain.length <= MAX_RECORD_BYTES) return plain;
  throw new SatchelError(
    'TOO_LARGE',
    `A journal record may have ${MAX_RECORD_BYTES} bytes; this one has ${plain.length}.`,
  );
}

/** A copy and not a rename: the journal is never absent, even if the program ends here. */
function keepDamaged(path: string): void {
  let number = 1;
  while (existsSync(`${path}.damaged-${number}`)) number += 1;
  writeFileDurably(`${path}.damaged-${number}`, readBytes(path));
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw toDatabaseError(error, path);
  }
}
