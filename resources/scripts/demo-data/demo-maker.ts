import type { Dice } from './seeded-random.ts';

export const DAY_MS = 24 * 60 * 60_000;

/** A record that others hang on. */
export interface Place {
  readonly id: string;
  readonly orgId: string;
  readonly ownerId: string;
  readonly name: string;
  readonly companyId: string | null;
  readonly contactId: string | null;
  readonly createdAtMs: number;
}

/** What the makers of rows work with. */
export interface Maker {
  readonly dice: Dice;
  readonly nowMs: number;
  readonly currency: string;
}
