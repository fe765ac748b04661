import { z } from 'zod';

export const MAX_ACCESS_PER_REQUEST = 100;
export const MAX_ACCESS_PER_PAGE = 200;
export const MAX_ACCESS_WHAT_CHARS = 200;
const MAX_WHY_CHARS = 500;

/** Says which laptop asks. Optional: a request without it is answered, and logged without a device. */
export const DEVICE_HEADER = 'satchel-device';

/** What this build notes. Open on the wire: an act that only a newer program knows is evidence all the same. */
export const ACCESS_ACTIONS = ['sign-in', 'search', 'bulk-read', 'export', 'download'] as const;
export type AccessAction = (typeof ACCESS_ACTIONS)[number];

const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** One time that somebody signed in, looked for something or took records away. */
export const AccessEntry = z.object({
  id: uuid,
  action: name,
  /** What was typed into a search, or the name of what was taken out; empty where the kinds say it all. */
  what: z.string().max(MAX_ACCESS_WHAT_CHARS),
  /** What the person gave as the reason, or the name of what the program did by itself: `first-sync`, `list`. */
  why: z.string().min(1).max(MAX_WHY_CHARS),
  /** Of the records; none stands for all kinds. */
  kinds: z.array(z.string().max(40)).max(20),
  /** How many records were shown or handed out. */
  rows: z.int().min(0),
  atMs: z.int().min(0),
});
export type AccessEntry = z.infer<typeof AccessEntry>;

/** An id that was sent before is passed over, so a lost answer is repeated without harm. */
export const AccessRequest = z.object({
  deviceId: uuid,
  entries: z.array(AccessEntry).min(1).max(MAX_ACCESS_PER_REQUEST),
});
export type AccessRequest = z.infer<typeof AccessRequest>;

/** Every entry of the request is stored. */
export const AccessResponse = z.object({ serverTimeMs: z.number() });
export type AccessResponse = z.infer<typeof AccessResponse>;

/** In the address of the request, hence texts. */
export const AccessQuery = z.object({
  /** `next` of the page before. */
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(MAX_ACCESS_PER_PAGE).default(50),
  /** Only of this employee. */
  by: uuid.optional(),
  action: name.optional(),
});

const LoggedAccess = AccessEntry.extend({
  /** The employee. */
  by: z.string(),
  deviceId: z.string().nullable(),
  /** `laptop`: as the program there told it. `server`: seen by the server itself. */
  source: z.literal(['laptop', 'server']),
  receivedAtMs: z.number(),
});
export type LoggedAccess = z.infer<typeof LoggedAccess>;

/** Newest receipt first. A page may be short, even empty, and `next` still lead on; null is the end. */
export const AccessPage = z.object({ entries: z.array(LoggedAccess), next: z.string().nullable() });
export type AccessPage = z.infer<typeof AccessPage>;
