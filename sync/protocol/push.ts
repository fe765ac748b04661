import { z } from 'zod';
import { RETRY_BY_CODE, type ErrorCode } from './error-codes.ts';
import { WireRow } from './wire-row.ts';

/** A request holds at most this many mutations (design, section 4). */
export const MAX_MUTATIONS_PER_PUSH = 100;

const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const groupValue = z.record(z.string().max(80), z.unknown());

const WireSeen = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), value: groupValue }),
  z.object({ kind: z.literal('mine'), mutationId: uuid, shown: groupValue.optional() }),
  z.object({ kind: z.literal('seq'), seq: z.int().min(0) }),
]);

/** Credits where credits ran out, else records or bytes of storage. */
const WireShortage = z.object({
  what: z.literal(['credits', 'daily', 'monthly', 'contacts', 'deals', 'emails', 'storage']),
  needed: z.number(),
  available: z.number(),
  limit: z.number().nullable(),
  queued: z.number(),
});

const WirePass = z.object({
  mode: z.literal(['lease', 'live', 'draft']),
  entries: z
    .array(
      z.object({
        kind: z.literal(['permission', 'role', 'limit', 'price']),
        what: z.string().max(200),
        verdict: z.literal(['granted', 'denied', 'unknown']),
        source: z.literal(['live', 'snapshot', 'cache', 'none']),
        fetchedAtMs: z.number().nullable(),
        validUntilMs: z.number().nullable(),
        shortage: WireShortage.optional(),
      }),
    )
    .max(20),
});

export type WirePass = z.infer<typeof WirePass>;

export const WireMutation = z.object({
  id: uuid,
  name: z.string().max(80),
  version: z.int().min(1).max(10_000),
  args: z.unknown(),
  wallMs: z.int().min(0),
  hlc: z.string().regex(/^\d{15}-\d{5}$/),
  seen: z.record(z.string().max(200), WireSeen),
  /** Own mutations that have to be applied before this one; it is answered `blocked` while one of them is not. */
  after: z.array(uuid).max(200),
  pass: WirePass,
});
export type WireMutation = z.infer<typeof WireMutation>;

export const PushRequest = z.object({
  deviceId: uuid,
  /** As in a pull. Changes that rest on rows of another history are not decided: CURSOR_EXPIRED, pull first. */
  witness: z.string().max(2000).optional(),
  mutations: z.array(WireMutation).min(1).max(MAX_MUTATIONS_PER_PUSH),
});
export type PushRequest = z.infer<typeof PushRequest>;

const code = z.literal(Object.keys(RETRY_BY_CODE) as [ErrorCode, ...ErrorCode[]]);

const WireConflict = z.object({
  kind: z.string(),
  id: z.string(),
  group: z.string(),
  seen: groupValue.nullable(),
  mine: groupValue.nullable(),
  theirs: groupValue.nullable(),
  /** Employee who wrote the server's value; null where it cannot be told. */
  by: z.string().nullable(),
  atMs: z.number().nullable(),
  /** Of a whole record: the groups that changed since it was seen. */
  changed: z
    .array(z.object({ group: z.string(), by: z.string().nullable(), atMs: z.number().nullable() }))
    .readonly()
    .optional(),
});
export type WireConflict = z.infer<typeof WireConflict>;

const WireMergeNote = z.object({
  kind: z.string(),
  id: z.string(),
  group: z.string(),
  outcome: z.literal(['merged', 'mine-wins', 'theirs-wins', 'beside', 'on-deleted']),
  rule: z.literal(['latest', 'ask', 'union', 'text', 'append']).nullable(),
  mine: groupValue,
  theirs: groupValue,
  by: z.string().nullable(),
  atMs: z.number().nullable(),
});

/** The server's own; missing where it did not get as far as asking who may do it. */
const pass = WirePass.optional();

/** What was decided and on what it rests; remembered by the server and given again for the same id. */
export const PushVerdict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('applied'), seq: z.int().min(0), notes: z.array(WireMergeNote), pass }),
  z.object({ kind: z.literal('conflict'), conflicts: z.array(WireConflict), pass }),
  z.object({
    kind: z.literal('refused'),
    /** A code of a newer server is a person's to decide about. */
    code: code.catch('INVALID'),
    message: z.string(),
    field: z.string().optional(),
    /** The record that stands in the way (EMAIL_TAKEN), only where the caller may see it. */
    record: z.object({ kind: z.string(), id: z.string() }).optional(),
    shortage: WireShortage.optional(),
    pass,
  }),
]);
export type PushVerdict = z.infer<typeof PushVerdict>;

export const PushAnswer = z.object({
  id: uuid,
  /** `applied`, `conflict` and `refused` are in `verdict`; a repeated id gets its first verdict with `isDuplicate`. */
  outcome: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('decided'),
      isDuplicate: z.boolean(),
      verdict: PushVerdict,
      /** The rows concerned as the caller may see them now. */
      rows: z.array(WireRow),
    }),
    /** Not run, because of this mutation. Not remembered. */
    z.object({ kind: z.literal('blocked'), by: uuid }),
    /** Not decided; send the same again after a while. */
    z.object({
      kind: z.literal('later'),
      code: code.catch('SERVER_BUSY'),
      message: z.string(),
      retryAfterMs: z.int().min(0).optional(),
    }),
  ]),
});
export type PushAnswer = z.infer<typeof PushAnswer>;

export const PushResponse = z.object({
  epoch: z.string(),
  /** Store it with the answers. Missing where the server could not tell who asks. */
  witness: z.string().max(2000).optional(),
  serverTimeMs: z.number(),
  answers: z.array(PushAnswer),
});
export type PushResponse = z.infer<typeof PushResponse>;
