import type { PushAnswer } from '../../protocol/push.ts';
import type { SatchelError } from '../../protocol/satchel-error.ts';
import type { CreditShortage } from '../../model/credit-rules.ts';
import type { FeatureSwitches } from '../../model/features.ts';
import type { Evidence } from '../../model/write-pass.ts';
import type { Feature } from '../../wrapper-api/billing.ts';
import type { Role } from '../../wrapper-api/permissions.ts';
import type { WriteSession } from '../wrapper/sessions.ts';
import type { Cached } from '../wrapper/ttl-cache.ts';
import type { PreparedMutation } from './prepare-mutation.ts';

/** What is known of a mutation's charge before it is decided again with it. */
export type Charge =
  | { readonly kind: 'free'; readonly evidence: Evidence }
  /** Paid under this attempt; waits for its effect. */
  | { readonly kind: 'held'; readonly attempt: number; readonly answeredAtMs: number }
  | {
      readonly kind: 'short';
      readonly code: 'INSUFFICIENT_CREDITS' | 'LIMIT_EXCEEDED';
      readonly shortage: CreditShortage;
      readonly attempt: number;
      readonly answeredAtMs: number;
    }
  /** Nobody knows whether it was paid; the intent stays open and the next try uses the same key. */
  | { readonly kind: 'unknown'; readonly error: SatchelError };

export interface ChargeNeed {
  readonly mutationId: string;
  readonly feature: Feature;
  readonly count: number;
}

/** One push on its way: decided in a group, sent out to be charged where needed, decided again. */
export interface PushJob {
  readonly session: WriteSession;
  readonly units: ReadonlySet<string>;
  readonly receivedAtMs: number;
  /** The client has answers up to this number: those to what it sends now are from later. */
  readonly sharedSeq: number;
  readonly isDuplicateEmailAllowed: boolean;
  /** What the tenant has switched on and off. */
  readonly features: FeatureSwitches;
  /** What the roles mean, for the pass alone; undefined while the wrapper does not say. */
  readonly roles: Cached<readonly Role[]> | undefined;
  readonly mutations: readonly PreparedMutation[];
  /** By mutation id; grows with each round of charging. */
  readonly charges: Map<string, Charge>;
  rounds: number;
  resolve(answers: readonly PushAnswer[]): void;
  reject(error: unknown): void;
}
