import { z } from 'zod';
import { SatchelError } from '../../protocol/satchel-error.ts';

const Unit = z.string().regex(/^[0-9a-f-]{36}$/);
const Seq = z.int().min(0);
/** As many as fit into the longest cursor that the protocol takes. */
const MAX_UNITS = 1_500;

/** A unit whose older rows are still to be sent: those with `fromSeq < seq <= toSeq`. */
const Backfill = z.strictObject({ unit: Unit, fromSeq: Seq, toSeq: Seq });
export type Backfill = z.infer<typeof Backfill>;

const CursorShape = z.strictObject({
  tenantId: z.string().max(40),
  epoch: z.string().max(40),
  /** Starts of the server up to this page, newest last; see `witness.ts`. */
  boots: z.array(z.string().max(20)).max(20),
  /** The head when this pull began: nothing that was deleted before is held by the reader. */
  startedAt: Seq,
  /** Everything up to here was sent, but for what `backfill` names. */
  seq: Seq,
  /** Units in sight when the cursor was made, sorted. */
  units: z.array(Unit).max(MAX_UNITS),
  backfill: z.array(Backfill).max(MAX_UNITS),
  kinds: z.array(z.string().max(40)).max(100).optional(),
  /** Rows that were to come after this page, counted up to `countedTo`; only for the progress display. */
  left: z.int().min(0),
  countedTo: Seq,
});
export type Cursor = z.infer<typeof CursorShape>;

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws SatchelError BAD_REQUEST for anything this server did not make for this tenant */
export function decodeCursor(text: string, tenantId: string): Cursor {
  const parsed = CursorShape.safeParse(parseJson(text));
  if (parsed.success && parsed.data.tenantId === tenantId && encodeCursor(parsed.data) === text) return parsed.data;
  throw badCursor('it is damaged or from somewhere else');
}

export const badCursor = (why: string): SatchelError =>
  new SatchelError('BAD_REQUEST', `The cursor cannot be used: ${why}. Pull again without one.`);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
