import { codeOf } from '../app/app-client.ts';
import type { Words } from '../words/create-words.ts';

const KEYS = {
  EMAIL_TAKEN: 'refused.emailTaken',
  PERMISSION_DENIED: 'refused.permission',
  FEATURE_OFF: 'refused.featureOff',
  OUT_OF_SCOPE: 'refused.outOfScope',
  DELETED: 'refused.deleted',
  NOT_FOUND: 'refused.notFound',
  INVALID: 'refused.invalid',
  BAD_REQUEST: 'refused.badRequest',
  TOO_LARGE: 'refused.tooLarge',
  DISK_FULL: 'refused.diskFull',
  ENGINE_GONE: 'refused.engineGone',
  SIGNED_OUT: 'refused.signedOut',
  INSUFFICIENT_CREDITS: 'refused.credits',
  LIMIT_EXCEEDED: 'refused.limit',
  CONFLICT: 'refused.conflict',
  ID_REUSED: 'refused.savedBefore',
} as const;

const isKnown = (code: string): code is keyof typeof KEYS => Object.hasOwn(KEYS, code);

/** Why a change was refused, in the window's own words; what was typed is always kept. */
export const refusalText = (code: string | undefined, { say }: Pick<Words, 'say'>): string =>
  say(code !== undefined && isKnown(code) ? KEYS[code] : 'refused.other');

export const errorText = (error: unknown, words: Pick<Words, 'say'>): string => refusalText(codeOf(error), words);

/** The change arrived although its answer was lost, and what was typed was altered since: from here on it is another one. */
export const isReused = (error: unknown): boolean => codeOf(error) === 'ID_REUSED';
