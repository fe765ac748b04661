import type { PushAnswer } from '../../protocol/push.ts';
import type { SatchelError } from '../../protocol/satchel-error.ts';
import type { Feature } from '../../wrapper-api/billing.ts';
import type { WriteSession } from '../wrapper/sessions.ts';
import type { PreparedMutation } from './prepare-mutation.ts';

/** What is known of a mutation's charge before it is decided again with it. */
export type Charge =
  | { readonly kind: 'free' }
  /** Paid under this attempt; waits for its effect. */
  | { readonly kind: 'held'; readonly attempt: number }
  | { readonly kind: 'insufficient' | 'limit'; readonly attempt: number }
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
  readonly isDuplicateEmailAllowed: boolean;
  readonly mutations: readonly PreparedMutation[];
  /** By mutation id; grows with each round of charging. */
  readonly charges: Map<string, Charge>;
  rounds: number;
  resolve(answers: readonly PushAnswer[]): void;
  reject(error: unknown): void;
}
