import { z } from 'zod';

/** Ids are strict UUIDs in one spelling (lower case): they are compared as text and used as keys everywhere. */
export const Uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'must be a lower-case UUID');

/** UTC epoch milliseconds. */
export const AtMs = z.int().min(0);

/** Short text that comes from people; the limit keeps a hostile answer from filling the disk. */
export const Label = z.string().min(1).max(200);

/** A whole number of milli-credits (1 credit = 1000): prices such as 0.10 add up without drift. */
export const MilliCredits = z.int().min(0);
