import { z } from 'zod';

export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'must be a lower-case UUID');
export const pageLimit = z.int().min(1).max(200).default(50);
/** The `next` of the page before; opaque. */
export const after = z.string().max(2000).optional();
/** Rows to pass over behind `after`: where a scrollbar jumps to. Reading on from there goes by `next`. */
export const skip = z.int().min(0).max(1_000_000).optional();
export const direction = z.literal(['asc', 'desc']);
export const searchText = z.string().max(200);
