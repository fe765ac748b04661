import type { CreditShortage } from './credit-rules.ts';
import type { GroupValue } from './field-groups.ts';
import type { Hlc } from './hlc.ts';

/**
 * What the user saw of a field group when setting it: the value, or "as my own mutation left it" where that mutation
 * was not acknowledged yet. Of a whole record: the server's sequence number of the row.
 */
export type Seen =
  | { readonly kind: 'value'; readonly value: GroupValue }
  /** `shown`: what the field showed, where both sides are merged (rules `text` and `union`). */
  | { readonly kind: 'mine'; readonly mutationId: string; readonly shown?: GroupValue | undefined }
  | { readonly kind: 'seq'; readonly seq: number };

/** By `groupKey`. */
export type SeenByGroup = Readonly<Record<string, Seen>>;

export const groupKey = (ref: { readonly kind: string; readonly id: string; readonly group: string }): string =>
  `${ref.kind}:${ref.id}:${ref.group}`;

/** Where one thing that a mutation rests on came from; evidence for people, never authority for the server. */
export interface PassEntry {
  readonly kind: 'permission' | 'role' | 'limit' | 'price';
  readonly what: string;
  readonly verdict: 'granted' | 'denied' | 'unknown';
  readonly source: 'live' | 'snapshot' | 'cache' | 'none';
  readonly fetchedAtMs: number | null;
  readonly validUntilMs: number | null;
  /** Of a price or limit that was denied: how much is missing. */
  readonly shortage?: CreditShortage;
}

export interface WritePass {
  /** Whether it could be applied at once, waits for the server's answer, or is a draft. */
  readonly mode: 'lease' | 'live' | 'draft';
  readonly entries: readonly PassEntry[];
}

/** A mutation as it was captured at the command; these bytes are never rewritten. */
export interface Envelope {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly args: unknown;
  readonly actorId: string;
  /** Wall time of the laptop at the command. */
  readonly wallMs: number;
  readonly hlc: Hlc;
  readonly seen: SeenByGroup;
  readonly pass: WritePass;
}
