import { isSameValue } from '../../model/same-value.ts';
import { digestOf } from '../../protocol/row-digest.ts';
import { SatchelError } from '../../protocol/satchel-error.ts';
import {
  addDigest,
  BUCKET_ROWS,
  NO_ROWS,
  type Bucket,
  type BucketRequest,
  type BucketResponse,
  type Sum,
  type SumsRequest,
  type SumsResponse,
} from '../../protocol/sums.ts';
import type { WireRow } from '../../protocol/wire-row.ts';
import { badCursor, decodeCursor, type Cursor } from '../pull/cursor.ts';
import { witnessOf, type Witnesses } from '../pull/witness.ts';
import type { BucketRead, CountedRow, Store } from '../store/store.ts';
import type { Session } from '../wrapper/sessions.ts';

/** A reader with more to catch up with pulls first. */
const MAX_CHANGED = 5_000;

export interface SumsService {
  /** Sums of the rows in the caller's scope. @throws SatchelError BAD_REQUEST | CURSOR_EXPIRED, as a pull does */
  sums(session: Session, request: SumsRequest): Promise<SumsResponse>;
  /** The rows themselves of one bucket; of a unit out of scope there are none. @throws as `sums` */
  bucket(session: Session, request: BucketRequest): Promise<BucketResponse>;
}

interface Options {
  readonly store: Store;
  readonly witnesses: Witnesses;
}

/** What a client holds at its cursor, said in few bytes, from the stored rows themselves (decision 0016). */
export function createSumsService({ store, witnesses }: Options): SumsService {
  async function cursorOf({ tenantId, units }: Session, text: string): Promise<Cursor> {
    const cursor = decodeCursor(text, tenantId);
    const { isSetBack } = await witnesses.judge(tenantId, witnessOf(cursor));
    const { safeSeq } = await store.limits(tenantId);
    if (isSetBack || Math.max(cursor.seq, cursor.startedAt) < safeSeq || !isSameValue(cursor.units, units))
      throw behind();
    if (cursor.backfill.length > 0 || cursor.kinds !== undefined) throw badCursor('it is not of a whole replica');
    if (cursor.seq > (await store.head(tenantId))) throw badCursor('it is ahead of the server');
    return cursor;
  }

  async function read({ tenantId, units, seq }: Cursor, buckets: readonly Bucket[]): Promise<BucketRead> {
    const query = { tenantId, units, seq, buckets, limit: BUCKET_ROWS, changedLimit: MAX_CHANGED };
    const found = await store.readBuckets(query);
    if (found.changedSince.length >= MAX_CHANGED) throw behind();
    return found;
  }

  return {
    async sums(session, { cursor: text, from }) {
      const cursor = await cursorOf(session, text);
      const asked = bucketsFrom(cursor, from);
      const { buckets, changedSince, tombstonesUpTo } = await read(cursor, asked);
      const reached = buckets.at(-1)?.bucket;
      return {
        seq: cursor.seq,
        tombstonesUpTo,
        changedSince: [...changedSince],
        buckets: buckets.map(({ bucket, rows }) => ({ ...bucket, sums: sumsOf(rows) })),
        next: reached === undefined ? null : nextOf(asked, buckets.length, reached),
      };
    },
    async bucket(session, { cursor: text, bucket }) {
      const cursor = await cursorOf(session, text);
      const isInSight = bucket.unit === null || session.units.includes(bucket.unit);
      const asked = { ...bucket, toSeq: Math.min(bucket.toSeq, cursor.seq) };
      const found = await read(cursor, isInSight ? [asked] : []);
      const [filled] = found.buckets;
      return {
        seq: cursor.seq,
        tombstonesUpTo: found.tombstonesUpTo,
        changedSince: [...found.changedSince],
        rows: (filled?.rows ?? []).map(wireOf),
        toSeq: filled === undefined || filled.bucket.toSeq === asked.toSeq ? bucket.toSeq : filled.bucket.toSeq,
      };
    },
  };
}

/** The rest of the scope in its one order: rows of the whole tenant, then unit by unit. */
function bucketsFrom({ units, seq: toSeq }: Cursor, from: SumsRequest['from']): Bucket[] {
  const order = [null, ...units];
  const first = from === null ? 0 : order.indexOf(from.unit);
  if (first === -1 || (from?.seq ?? 0) > toSeq) throw badCursor('it has no such place');
  return order.slice(first).map((unit, index) => ({ unit, fromSeq: index === 0 ? (from?.seq ?? 0) : 0, toSeq }));
}

function nextOf(asked: readonly Bucket[], filled: number, reached: Bucket): SumsResponse['next'] {
  const last = asked[filled - 1];
  if (last !== undefined && reached.toSeq < last.toSeq) return { unit: reached.unit, seq: reached.toSeq };
  const following = asked[filled];
  return following === undefined ? null : { unit: following.unit, seq: 0 };
}

function sumsOf(rows: readonly CountedRow[]): Record<string, Sum> {
  const sums: Record<string, Sum> = {};
  for (const row of rows) {
    const digest = digestOf({ ...row, fields: fieldsOf(row) });
    sums[row.kind] = addDigest(sums[row.kind] ?? NO_ROWS, digest);
  }
  return sums;
}

const wireOf = ({ kind, id, seq, orgId, isDeleted, body }: CountedRow): WireRow => [
  kind,
  id,
  seq,
  orgId,
  isDeleted ? 1 : 0,
  fieldsOf({ body }),
];

/** A text that is damaged here differs from any row, and as a row it is one that no client takes. */
function fieldsOf({ body }: Pick<CountedRow, 'body'>): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

const behind = (): SatchelError =>
  new SatchelError('CURSOR_EXPIRED', 'This cursor is not of the state to compare with. Pull, then ask again.');
