import type { ErrorCode } from '../protocol/error-codes.ts';

export type Verdict =
  | { readonly kind: 'allowed' }
  /** `field` names the argument a form should mark. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly field?: string };

export const allowed: Verdict = { kind: 'allowed' };

export const refused = (code: ErrorCode, field?: string): Verdict =>
  field === undefined ? { kind: 'refused', code } : { kind: 'refused', code, field };
