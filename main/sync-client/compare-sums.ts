import { isKind } from '../../sync/model/kinds/all-kinds.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import {
  addDigest,
  isSameSum,
  NO_ROWS,
  SumsResponse,
  type Bucket,
  type Sum,
  type SumsRequest,
} from '../../sync/protocol/sums.ts';
import { getState } from '../db/local-seq.ts';
import type { PullContext } from './pull.ts';
import { scanServerCopies, type ServerCopy } from './server-copy.ts';

/** Local commands go first; the design allows background work 50 ms at a time (section 1). */
const SLICE_MS = 15;
/** Far more than any scope has; a server that goes on beyond this leads nowhere. */
const MAX_ANSWERS = 10_000;

export interface SumsContext extends PullContext {
  readonly isClosed: () => boolean;
}

/** One bucket as the server counts it, and as it is counted here so far. */
interface Counted {
  readonly bucket: Bucket;
  readonly theirs: Readonly<Record<string, Sum>>;
  readonly own: Record<string, Sum>;
  readonly changedSince: ReadonlySet<string>;
  readonly tombstonesUpTo: number;
}

/**
 * Buckets in which the server's rows and the copies here do not add up to the same. Called while nothing is pulled or
 * pushed; what the user types meanwhile is no part of a copy.
 * @throws SatchelError as `SyncHttp.post`, CANCELLED at the close
 */
export async function differingBuckets(context: SumsContext): Promise<readonly Bucket[]> {
  const byUnit = await askSums(context);
  const strays = new Map<string, Bucket>();
  for await (const copies of scanInSlices(context)) for (const copy of copies) count(byUnit, strays, copy);
  const counted = [...byUnit.values()].flat();
  return [...counted.filter((each) => !isSame(each)).map(({ bucket }) => bucket), ...strays.values()];
}

/** All copies, with a turn for others after each slice. @throws SatchelError CANCELLED at the close */
export async function* scanInSlices(context: SumsContext): AsyncGenerator<readonly ServerCopy[]> {
  const { clock, store, isClosed } = context;
  let startedMs = clock.monotonicMs();
  const pace = {
    isSliceOver: () => clock.monotonicMs() - startedMs >= SLICE_MS,
    yieldTurn: async () => {
      await context.yieldTurn();
      if (isClosed()) throw new SatchelError('CANCELLED', 'The comparison ended with the session.');
      startedMs = clock.monotonicMs();
    },
  };
  yield* scanServerCopies(store.db.read, pace);
}

const unitKey = (unit: string | null): string => unit ?? '';

async function askSums({ store, http, token }: SumsContext): Promise<Map<string, Counted[]>> {
  const cursor = getState<string>(store.db.read, 'cursor') ?? '';
  const byUnit = new Map<string, Counted[]>();
  let from: SumsRequest['from'] = null;
  for (let answers = 0; answers < MAX_ANSWERS; answers += 1) {
    const body: SumsRequest = { cursor, from };
    const answer = await http.post('/v1/sums', body, SumsResponse, { token: await token() });
    const changedSince = new Set(answer.changedSince);
    const { tombstonesUpTo } = answer;
    for (const { sums: theirs, ...bucket } of answer.buckets) {
      const key = unitKey(bucket.unit);
      byUnit.set(key, [...(byUnit.get(key) ?? []), { bucket, theirs, own: {}, changedSince, tombstonesUpTo }]);
    }
    if (answer.next === null) return byUnit;
    from = answer.next;
  }
  throw new SatchelError('BAD_ANSWER', 'The server has no end of sums.');
}

/** A row of a unit that the server does not speak of, or with a number it never gave, belongs to no bucket of it. */
function count(byUnit: ReadonlyMap<string, Counted[]>, strays: Map<string, Bucket>, copy: ServerCopy): void {
  const { kind, id, unit, seq, isDeleted } = copy;
  const buckets = byUnit.get(unitKey(unit)) ?? [];
  const found = bucketOf(buckets, seq);
  if (found === undefined) {
    const lastSeq = buckets.at(-1)?.bucket.toSeq ?? 0;
    const fromSeq = Math.min(seq > lastSeq ? lastSeq : 0, strays.get(unitKey(unit))?.fromSeq ?? lastSeq);
    strays.set(unitKey(unit), { unit, fromSeq, toSeq: Number.MAX_SAFE_INTEGER });
    return;
  }
  if ((isDeleted && seq <= found.tombstonesUpTo) || found.changedSince.has(`${kind}:${id}`)) return;
  found.own[kind] = addDigest(found.own[kind] ?? NO_ROWS, copy.digest ?? NO_DIGEST);
}

const NO_DIGEST = [0, 0] as const;

/** They follow each other without gaps. */
function bucketOf(buckets: readonly Counted[], seq: number): Counted | undefined {
  let [low, high] = [0, buckets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((buckets[middle]?.bucket.toSeq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  const found = buckets[low];
  return found !== undefined && seq > found.bucket.fromSeq ? found : undefined;
}

/** Kinds that only a newer program knows are not held here. */
function isSame({ own, theirs }: Counted): boolean {
  const kinds = new Set([...Object.keys(own), ...Object.keys(theirs).filter(isKind)]);
  return [...kinds].every((kind) => isSameSum(own[kind] ?? NO_ROWS, theirs[kind] ?? NO_ROWS));
}
