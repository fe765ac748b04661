import type { CreditShortage } from '../../model/credit-rules.ts';
import type { RecordRef } from '../../model/row.ts';
import type { ErrorCode } from '../../protocol/error-codes.ts';
import type { PushVerdict } from '../../protocol/push.ts';

/** What happened and what to do now; never which record or whose. */
const MESSAGES: Partial<Record<ErrorCode, string>> = {
  NOT_FOUND: 'A record of this change does not exist for you; it may have moved out of your units.',
  PERMISSION_DENIED: 'Your role does not allow this change; ask an administrator.',
  FEATURE_OFF: 'This part is switched off for your organisation; ask an administrator.',
  OUT_OF_SCOPE: 'The unit is not one of yours; choose another.',
  EMAIL_TAKEN: 'Another contact has this e-mail address; change it, or merge the two.',
  INSUFFICIENT_CREDITS: 'There are not enough credits left; buy some and try again.',
  LIMIT_EXCEEDED: 'The limit of your plan is reached; ask an administrator.',
  ID_REUSED: 'This change was sent before with another content; make it again.',
  ID_TAKEN: 'A record with this id exists already; make it again.',
  DELETED: 'The record was deleted; restore it to keep your change.',
  UNKNOWN_STAGE: 'The pipeline has no such stage any more; choose another.',
  LOST_REASON_MISSING: 'A lost deal needs a reason.',
};

interface RefusalMore {
  readonly message?: string;
  readonly field?: string;
  readonly shortage?: CreditShortage;
  /** The record that stands in the way, where the caller may see it. */
  readonly record?: RecordRef;
}

export function refusal(
  code: ErrorCode,
  { message = MESSAGES[code] ?? 'The change was refused.', ...more }: RefusalMore = {},
): PushVerdict {
  return { kind: 'refused', code, message, ...more };
}
