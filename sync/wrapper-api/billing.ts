import { z } from 'zod';
import { SHORTAGES } from '../model/credit-rules.ts';
import { STORAGE_SIZE } from '../model/storage-size.ts';
import { MilliCredits, Uuid } from './fields.ts';

const FEATURES = ['contacts', 'deals', 'emails', 'storage'] as const;
export const Feature = z.enum(FEATURES);
export type Feature = z.infer<typeof Feature>;

const Count = z.int().min(0);
/** Credits as people see them; may be fractional, so sums are made in milli-credits (`milliOf`). */
const Credits = z.number().min(0);
const Limit = Count.nullable().describe('null: no limit');

export const CreditBalance = z.object({
  tenantId: Uuid,
  available: Credits,
  monthlyUsed: Credits,
  dailyUsed: Credits,
  usage: z.object({ contacts: Count, deals: Count, emails: Count, storageBytes: Count }),
});
export type CreditBalance = z.infer<typeof CreditBalance>;

export const CreditConfig = z.object({
  tenantId: Uuid,
  planType: z.enum(['free', 'starter', 'professional', 'enterprise']),
  monthlyLimit: Credits.nullable().describe('credits a calendar month (UTC); null: no limit'),
  dailyLimit: Credits.nullable().describe('credits a calendar day (UTC); null: no limit'),
  featureLimits: z.object({
    contacts: Limit,
    deals: Limit,
    emails: Limit.describe('e-mails a calendar month; null: no limit'),
    storage: z.string().regex(STORAGE_SIZE).describe('decimal units: 1GB is 1,000,000,000 bytes'),
  }),
  overageAllowed: z.boolean().describe('lifts monthlyLimit and dailyLimit, never featureLimits or the balance'),
  pricing: z.object({ perContact: Credits, perDeal: Credits, perEmail: Credits }),
});
export type CreditConfig = z.infer<typeof CreditConfig>;

/** Idempotency key: the mutation id in Satchel. */
const ChargeKey = z.string().min(1).max(200);
/** As many as one group of the sync server can hold. */
const MAX_CHARGES = 1000;

export const ConsumeItem = z.object({
  key: ChargeKey,
  feature: Feature,
  count: z.int().min(1).describe('records; bytes of storage'),
  amountMilli: MilliCredits,
});
export type ConsumeItem = z.infer<typeof ConsumeItem>;

/** Items are decided in order and each alone: one refusal does not touch the others. */
export const ConsumeRequest = z.object({ items: z.array(ConsumeItem).min(1).max(MAX_CHARGES) });

/**
 * `duplicate`: this key was consumed before with the same content, nothing was charged now.
 * `mismatch`: the key was consumed with another content, nothing was charged now.
 * `refunded`: the key was given to refund before; it can never be consumed again, use a new one.
 * `insufficient` and `limit` are not remembered: the same key may succeed later.
 */
const ConsumeStatus = z.enum(['consumed', 'duplicate', 'insufficient', 'limit', 'mismatch', 'refunded']);

/** Credits where credits ran out, else records or bytes; `available` is what was left at that moment. */
const ConsumeShortage = z.object({
  what: z.enum(SHORTAGES),
  needed: z.number().min(0),
  available: z.number(),
  limit: z.number().nullable().describe('null for the balance, which has none'),
});

export const ConsumeResult = z.object({
  key: ChargeKey,
  status: ConsumeStatus,
  availableMilli: MilliCredits,
  shortage: ConsumeShortage.optional().describe('with `insufficient` and `limit`: what ran out, in numbers'),
});
export type ConsumeResult = z.infer<typeof ConsumeResult>;
export const ConsumeAnswer = z.object({ results: z.array(ConsumeResult).max(MAX_CHARGES) });
export type ConsumeAnswer = z.infer<typeof ConsumeAnswer>;

export const RefundRequest = z.object({ keys: z.array(ChargeKey).min(1).max(MAX_CHARGES) });

/** `unknown`: nothing was charged under this key; it is fenced all the same, so a late consume cannot charge it. */
export const RefundStatus = z.enum(['refunded', 'unknown', 'already-refunded']);
export type RefundStatus = z.infer<typeof RefundStatus>;
export const RefundResult = z.object({ key: ChargeKey, status: RefundStatus });
export type RefundResult = z.infer<typeof RefundResult>;
export const RefundAnswer = z.object({ results: z.array(RefundResult).max(MAX_CHARGES) });
export type RefundAnswer = z.infer<typeof RefundAnswer>;
