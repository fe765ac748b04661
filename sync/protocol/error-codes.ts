/**
 * Every code that may cross a boundary, with what to do about it. Nobody decides by reading a message.
 * `when-online`: wait for the connection. `backoff`: repeat later by itself. `after-update`: wait for a newer program.
 * `sign-in`: wait for the user's token. `user`: a person has to decide. `never`: repeating cannot help.
 */
export const RETRY_BY_CODE = {
  // transport and availability
  OFFLINE: 'when-online',
  WRAPPER_UNREACHABLE: 'when-online',
  SERVER_UNREACHABLE: 'when-online',
  SERVER_BUSY: 'backoff',
  RATE_LIMITED: 'backoff',
  CHARGE_UNKNOWN: 'backoff',
  TIMEOUT: 'backoff',
  BAD_ANSWER: 'backoff',
  CANCELLED: 'never',
  // session
  UNAUTHENTICATED: 'sign-in',
  SESSION_REVOKED: 'sign-in',
  SIGNED_OUT: 'sign-in',
  // versions
  PROTOCOL_TOO_OLD: 'after-update',
  PROTOCOL_TOO_NEW: 'after-update',
  MUTATION_TOO_NEW: 'after-update',
  CURSOR_EXPIRED: 'backoff',
  // what a person has to decide
  PERMISSION_DENIED: 'user',
  INSUFFICIENT_CREDITS: 'user',
  LIMIT_EXCEEDED: 'user',
  EMAIL_TAKEN: 'user',
  DELETED: 'user',
  CONFLICT: 'user',
  OUT_OF_SCOPE: 'user',
  FEATURE_OFF: 'user',
  NOT_FOUND: 'user',
  BLOCKED: 'user',
  INVALID: 'user',
  UNKNOWN_STAGE: 'user',
  LOST_REASON_MISSING: 'user',
  UNSENT_WORK: 'user',
  DELETIONS_HELD: 'user',
  // requests that cannot become right by repeating
  BAD_REQUEST: 'never',
  UNKNOWN_MUTATION: 'never',
  ID_REUSED: 'never',
  ID_TAKEN: 'never',
  TOO_LARGE: 'never',
  // this laptop
  WRONG_KEY: 'user',
  DATABASE_DAMAGED: 'user',
  FILE_TOO_NEW: 'after-update',
  FOLDER_READ_ONLY: 'user',
  DISK_FULL: 'user',
  ALREADY_RUNNING: 'never',
  PORT_OCCUPIED: 'user',
  ENGINE_GONE: 'backoff',
  INTERNAL: 'never',
} as const;

export type ErrorCode = keyof typeof RETRY_BY_CODE;

/** What to do about an error that carries this code. */
export type Remedy = (typeof RETRY_BY_CODE)[ErrorCode];

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(RETRY_BY_CODE, text);
