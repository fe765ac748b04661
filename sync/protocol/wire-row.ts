import { z } from 'zod';

/**
 * A row as it travels: `[kind, id, seq, orgId, isDeleted, body]`. `seq` is the tenant's sequence number of the row's
 * last change. The body holds all other fields; it is null for a tombstone of a row that left the reader's scope.
 */
export const WireRow = z.tuple([
  z.string().max(40),
  z.string().max(40),
  z.int().min(1),
  z.string().max(40).nullable(),
  z.union([z.literal(0), z.literal(1)]),
  z.record(z.string(), z.unknown()).nullable(),
]);
export type WireRow = z.infer<typeof WireRow>;
