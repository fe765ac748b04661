import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { ErrorCode } from '../../sync/protocol/error-codes.ts';

const DISK_FULL = ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT'];
const READ_ONLY = [
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_PERM',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EISDIR',
  'ELOOP',
];
const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];

const WORDS: Partial<Record<ErrorCode, (path: string) => string>> = {
  DISK_FULL: (path) => `The disk is full: nothing more can be written to ${path}. Free some space and try again.`,
  FOLDER_READ_ONLY: (path) =>
    `Satchel may not write to ${path}. Check the folder's permissions, or choose another one.`,
  DATABASE_DAMAGED: (path) =>
    `${path} is damaged. It is kept as it is; what is not yet sent can be restored from the journal.`,
  NOT_FOUND: (path) => `There is no database at ${path} yet.`,
  INTERNAL: (path) => `An operation on ${path} failed.`,
};

/** The `code` of an error from SQLite (`SQLITE_...`) or from the file system (`E...`). */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^(SQLITE|E[A-Z0-9]+$)/.test(code) ? code : undefined;
}

/**
 * An error of SQLite or of the file system as a SatchelError; any other error as it is.
 * The driver's own message stays in `cause` only: full-text errors quote what the user typed.
 */
export function toDatabaseError(error: unknown, path: string): unknown {
  const code = error instanceof SatchelError ? undefined : systemCode(error);
  if (code === undefined) return error;
  return databaseError(satchelCode(code), path, { cause: error, data: { systemCode: code } });
}

export function databaseError(
  code: ErrorCode,
  path: string,
  options: { cause?: unknown; data?: Readonly<Record<string, unknown>> } = {},
): SatchelError {
  const words = WORDS[code]?.(path) ?? `${path}: ${code}`;
  return new SatchelError(code, words, { ...options, data: { path, ...options.data } });
}

function satchelCode(code: string): ErrorCode {
  const isOneOf = (codes: readonly string[]) => codes.some((each) => code === each || code.startsWith(`${each}_`));
  if (isOneOf(DISK_FULL)) return 'DISK_FULL';
  if (isOneOf(READ_ONLY)) return 'FOLDER_READ_ONLY';
  return isOneOf(DAMAGED) ? 'DATABASE_DAMAGED' : 'INTERNAL';
}
