import { z } from 'zod';

/** Server-sent events carry no rows, so that a lost or doubled one loses nothing. */
export const ServerEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('newer'), seq: z.int().min(0) }),
  z.object({ kind: z.literal('wrapper-changed'), topic: z.string(), id: z.string().optional() }),
  z.object({ kind: z.literal('session-revoked'), sessionId: z.string() }),
]);
export type ServerEvent = z.infer<typeof ServerEvent>;

/** A comment is sent this often, so that a half-open connection is noticed. */
export const HEARTBEAT_MS = 15_000;
