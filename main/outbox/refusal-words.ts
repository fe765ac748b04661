import type { ErrorCode } from '../../sync/protocol/error-codes.ts';

/** First the fact, then what to do. The window has its own catalogue by code; these serve everybody else. */
const WORDS: Partial<Record<ErrorCode, string>> = {
  NOT_FOUND: 'The record is not here. It may have been deleted or moved out of your reach.',
  DELETED: 'The record was deleted. Restore it to go on.',
  INVALID: 'A value is missing or not possible.',
  OUT_OF_SCOPE: 'The record belongs to a unit that you do not work in.',
  EMAIL_TAKEN: 'Another contact has this e-mail address.',
  UNKNOWN_STAGE: 'The pipeline has no such stage.',
  LOST_REASON_MISSING: 'A lost deal needs a reason.',
  ID_TAKEN: 'A record with this id exists already.',
  ID_REUSED: 'This id was used for another change.',
  FEATURE_OFF: 'Your organisation has switched this part of Satchel off.',
  PERMISSION_DENIED: 'Your role does not allow this.',
  INSUFFICIENT_CREDITS: 'There are not enough credits. Your text is kept; send it again when there are.',
  LIMIT_EXCEEDED: 'A limit of your plan is reached. Your text is kept; send it again when there is room.',
  CONFLICT: 'Somebody else changed the same value and you had not seen it yet.',
};

export const refusalWords = (code: ErrorCode): string => WORDS[code] ?? 'The change was refused.';
