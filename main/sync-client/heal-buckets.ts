import { z } from 'zod';
import { isKind, type Kind } from '../../sync/model/kinds/all-kinds.ts';
import { refKey } from '../../sync/model/row.ts';
import { digestOf } from '../../sync/protocol/row-digest.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { BucketResponse, type Bucket, type BucketRequest } from '../../sync/protocol/sums.ts';
import { WireRow } from '../../sync/protocol/wire-row.ts';
import { getState } from '../db/local-seq.ts';
import { commitFromSync } from '../db/local-store.ts';
import { suspects } from './agreement.ts';
import { isGoodRow } from './check-row.ts';
import { scanInSlices, type SumsContext } from './compare-sums.ts';
import { quarantine } from './quarantine.ts';
import { removeCopies, takeAgain, type Removal } from './put-right.ts';
import { findServerCopy, type ServerCopy } from './server-copy.ts';

/** Rows are checked one by one, so that a bad one does not take the others with it. */
const BucketOnWire = BucketResponse.extend({ rows: z.array(z.unknown()) });
type BucketOnWire = z.infer<typeof BucketOnWire>;

/**
 * Pulls every bucket again that is known to differ, and puts right what really does. Each part can be repeated: after a
 * crash the buckets are still known and are gone through again. The user's pending changes stay on top.
 * @throws SatchelError as `SyncHttp.post`, CANCELLED at the close
 */
export async function healBuckets(context: SumsContext): Promise<void> {
  const buckets = suspects(context.store.db.read)?.buckets ?? [];
  if (buckets.length === 0) return;
  const copies = await copiesIn(context, buckets);
  const removals: Removal[] = [];
  for (const bucket of buckets) {
    for (let rest: Bucket | null = bucket; rest !== null;) {
      const healed: Part = await healPart(context, rest, copies.get(bucket) ?? []);
      removals.push(...healed.removals);
      rest = healed.part.toSeq < bucket.toSeq ? { ...bucket, fromSeq: healed.part.toSeq } : null;
    }
  }
  await removeCopies(context, removals);
}

async function copiesIn(context: SumsContext, buckets: readonly Bucket[]): Promise<Map<Bucket, ServerCopy[]>> {
  const byUnit = Map.groupBy(buckets, ({ unit }) => unit);
  const found = new Map<Bucket, ServerCopy[]>(buckets.map((bucket) => [bucket, []]));
  for await (const copies of scanInSlices(context)) {
    for (const copy of copies) {
      const bucket = byUnit.get(copy.unit)?.find((each) => isIn(each, copy));
      if (bucket !== undefined) found.get(bucket)?.push(copy);
    }
  }
  return found;
}

/** A number that no row can have is in the first bucket, or it would be in none. */
const isIn = ({ fromSeq, toSeq }: Bucket, { seq }: ServerCopy): boolean =>
  seq <= toSeq && (seq > fromSeq || fromSeq === 0);

interface Part {
  readonly part: Bucket;
  /** Left for the end, when it is known how many they are. */
  readonly removals: readonly Removal[];
}

async function healPart(context: SumsContext, bucket: Bucket, copies: readonly ServerCopy[]): Promise<Part> {
  const { store, http, token } = context;
  const body: BucketRequest = { cursor: getState<string>(store.db.read, 'cursor') ?? '', bucket };
  const answer = await http.post('/v1/bucket', body, BucketOnWire, { token: await token() });
  const part = { ...bucket, toSeq: Math.min(answer.toSeq, bucket.toSeq) };
  if (part.toSeq <= bucket.fromSeq)
    throw new SatchelError('BAD_ANSWER', 'The server answered a bucket that leads nowhere.');
  const { good, refused } = sortRows(answer);
  const changedSince = new Set(answer.changedSince);
  const isUnchanged = (name: string): boolean => !changedSince.has(name);
  const differing = good.filter((row) => isUnchanged(nameOf(row)) && isDifferent(context, row));
  if (refused.length > 0) commitFromSync(store, ({ tx }) => quarantine(tx, refused));
  const deletions = differing.flatMap((row) => {
    const copy = row[4] === 1 ? findServerCopy(store.db.read, row[0] as Kind, row[1]) : undefined;
    return copy === undefined || copy.isDeleted ? [] : [{ copy, row }];
  });
  const leftOut = new Set(deletions.map(({ row }) => row));
  await takeAgain(
    context,
    differing.filter((row) => !leftOut.has(row)),
  );
  const theirs = new Set([...good.map(nameOf), ...refused]);
  const surplus = copies.filter(
    (copy) =>
      isIn(part, copy) &&
      !theirs.has(refKey(copy)) &&
      isUnchanged(refKey(copy)) &&
      !(copy.isDeleted && copy.seq <= answer.tombstonesUpTo),
  );
  return { part, removals: [...deletions, ...surplus.map((copy) => ({ copy, row: null }))] };
}

const nameOf = ([kind, id]: readonly [string, string, ...unknown[]]): string => `${kind}:${id}`;

function sortRows({ rows }: BucketOnWire): { readonly good: readonly WireRow[]; readonly refused: readonly string[] } {
  const good: WireRow[] = [];
  const refused: string[] = [];
  for (const sent of rows) {
    const { success, data } = WireRow.safeParse(sent);
    if (!success || !isKind(data[0])) continue;
    if (data[5] !== null && isGoodRow(data[0], data)) good.push(data);
    else refused.push(nameOf(data));
  }
  return { good, refused };
}

function isDifferent({ store }: SumsContext, [kind, id, seq, orgId, isDeleted, body]: WireRow): boolean {
  const digest = findServerCopy(store.db.read, kind as Kind, id)?.digest ?? null;
  const theirs = digestOf({ kind, id, seq, orgId, isDeleted: isDeleted === 1, fields: body ?? {} });
  return digest === null || digest.some((half, index) => half !== theirs[index]);
}
