import { LOST_ANSWER_MS, type TokenAnswer } from '../../sync/wrapper-api/auth.ts';

interface Family {
  /** The newest generation that was exchanged. */
  usedGeneration: number;
  usedAtMs: number;
  answer: TokenAnswer;
}

/** What to do with a refresh token: mint its successor, give the same successor again, or end the session. */
type RefreshVerdict =
  | { readonly kind: 'rotate' }
  | { readonly kind: 'repeat'; readonly answer: TokenAnswer }
  | { readonly kind: 'reuse' };

interface RefreshFamilies {
  judge(sessionId: string, generation: number, nowMs: number): RefreshVerdict;
  remember(sessionId: string, generation: number, used: { readonly answer: TokenAnswer; readonly atMs: number }): void;
}

/**
 * One family a session. A session that is unknown (restart with the same secret) is taken at its word once.
 * The token used last may be repeated for a short time while its successor is unused: the answer was lost. Any older
 * one is a copy in the wrong hands.
 */
export function createRefreshFamilies(): RefreshFamilies {
  const families = new Map<string, Family>();
  return {
    judge(sessionId, generation, nowMs) {
      const family = families.get(sessionId);
      if (!family || generation > family.usedGeneration) return { kind: 'rotate' };
      const isLostAnswer = generation === family.usedGeneration && nowMs - family.usedAtMs <= LOST_ANSWER_MS;
      return isLostAnswer ? { kind: 'repeat', answer: family.answer } : { kind: 'reuse' };
    },
    remember(sessionId, generation, { answer, atMs }) {
      families.set(sessionId, { usedGeneration: generation, usedAtMs: atMs, answer });
    },
  };
}
