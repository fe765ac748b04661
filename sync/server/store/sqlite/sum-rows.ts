import type { Bucket } from '../../../protocol/sums.ts';
import type { BucketQuery, BucketRead, CountedRow } from '../store.ts';
import { readLimits } from './compaction.ts';
import type { Connection } from './connection.ts';

/** Rows of one statement, and text after which an answer is full: a slice of the event loop stays some milliseconds. */
const CHUNK_ROWS = 200;
const MAX_CHARS = 1024 * 1024;

interface Found {
  readonly kind: string;
  readonly id: string;
  readonly seq: number;
  readonly org_id: string | null;
  readonly is_deleted: number;
  readonly body: string;
}

const ROWS = `
  select kind, id, seq, org_id, is_deleted, body from entity indexed by entity_unit
  where tenant_id = $tenantId and org_id is $unit and seq > $fromSeq and seq <= $toSeq
    and (is_deleted = 0 or seq > $tombstonesUpTo)
  order by seq limit $limit`;

const UNITS = '(select value from json_each($units))';
const CHANGED = `
  select kind || ':' || id as name from (
    select kind, id, seq from entity indexed by entity_seq
    where tenant_id = $tenantId and seq > $seq and (org_id is null or org_id in ${UNITS})
    union all
    select kind, id, seq from scope_exit where tenant_id = $tenantId and seq > $seq and org_id in ${UNITS})
  order by seq limit $limit`;

/** Of one state: what changed since belongs to exactly these rows. */
export const readBuckets = (connection: Connection, query: BucketQuery): BucketRead =>
  connection.snapshot(() => readAll(connection, query));

function readAll(connection: Connection, query: BucketQuery): BucketRead {
  const { tenantId, units, seq, changedLimit } = query;
  const { safeSeq: tombstonesUpTo } = readLimits(connection, tenantId);
  const changedSince = connection
    .prepare<{ name: string }>(CHANGED)
    .all({ tenantId, seq, units: JSON.stringify(units), limit: changedLimit })
    .map(({ name }) => name);
  const buckets: { bucket: Bucket; rows: readonly CountedRow[] }[] = [];
  let [left, chars] = [query.limit, MAX_CHARS];
  for (const asked of query.buckets) {
    const filled = readOne(connection, { tenantId, tombstonesUpTo, asked, left, chars });
    buckets.push(filled);
    left -= filled.rows.length;
    chars = filled.charsLeft;
    if (left <= 0 || chars <= 0 || filled.bucket.toSeq < asked.toSeq) break;
  }
  return { buckets, changedSince, tombstonesUpTo };
}

interface One {
  readonly tenantId: string;
  readonly tombstonesUpTo: number;
  readonly asked: Bucket;
  readonly left: number;
  readonly chars: number;
}

function readOne(connection: Connection, { tenantId, tombstonesUpTo, asked, left, chars }: One) {
  const statement = connection.prepare<Found>(ROWS);
  const rows: CountedRow[] = [];
  let [fromSeq, charsLeft] = [asked.fromSeq, chars];
  while (rows.length < left && charsLeft > 0) {
    const limit = Math.min(CHUNK_ROWS, left - rows.length);
    const { unit, toSeq } = asked;
    const found = statement.all({ tenantId, tombstonesUpTo, unit, fromSeq, toSeq, limit });
    for (const each of found) {
      rows.push(countedOf(each));
      charsLeft -= each.body.length;
    }
    fromSeq = found.at(-1)?.seq ?? fromSeq;
    if (found.length < limit) return { bucket: asked, rows, charsLeft };
  }
  return { bucket: { ...asked, toSeq: fromSeq }, rows, charsLeft };
}

const countedOf = ({ kind, id, seq, org_id: orgId, is_deleted: isDeleted, body }: Found): CountedRow => ({
  kind,
  id,
  seq,
  orgId,
  isDeleted: isDeleted === 1,
  body,
});
