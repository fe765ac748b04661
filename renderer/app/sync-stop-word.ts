import type { ErrorCode } from '../../sync/protocol/error-codes.ts';
import type { WordKey } from '../words/english.ts';

type StopWord = Extract<WordKey, `app.syncStopped.${string}`>;

const WORDS: Partial<Record<ErrorCode, StopWord>> = {
  OFFLINE: 'app.syncStopped.offline',
  SERVER_UNREACHABLE: 'app.syncStopped.server',
  SERVER_BUSY: 'app.syncStopped.busy',
  RATE_LIMITED: 'app.syncStopped.limited',
  WRAPPER_UNREACHABLE: 'app.syncStopped.wrapper',
  BAD_ANSWER: 'app.syncStopped.badAnswer',
  UNAUTHENTICATED: 'app.syncStopped.signIn',
  SESSION_REVOKED: 'app.syncStopped.signIn',
  PROTOCOL_TOO_OLD: 'app.syncStopped.update',
  DELETIONS_HELD: 'app.syncStopped.deletions',
};

/** Why a sync ended early, as a key of the catalogue. */
export const syncStopWord = (code: ErrorCode): StopWord => WORDS[code] ?? 'app.syncStopped.other';
