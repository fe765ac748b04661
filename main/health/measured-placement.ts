import {
  heldBy,
  LOCAL_CACHES,
  LOCAL_READS,
  LOCAL_TABLES,
  LOCAL_WRITES,
  WRAPPER_CALLS,
} from '../../sync/model/placement-map.ts';
import { DATA_TYPES, type DataType, type Held } from '../../sync/model/placement.ts';
import type { HealthSpan, MeasuredPlacement, MeasuredType } from '../contract/health.ts';
import type { ReadHandle } from '../db/handles.ts';
import { getState } from '../db/local-seq.ts';
import type { Schema } from '../db/schema.ts';
import { getSessionValue } from '../wrapper/session-store.ts';
import { addUp, HOUR_MS, measuredSinceMs, readBuckets } from './buckets.ts';
import type { Measured } from './meter.ts';
import { hintsOf } from './placement-hints.ts';
import { nameIn } from './series.ts';
import { sizeOfCache, sizeOfTable, type Size } from './table-size.ts';

const DAY_HOURS = 24;

type Holding = Readonly<Record<string, readonly Held[]>>;

/** Use and size of every data type, to be read beside its declared scores. Counts whole tables: not for a hot path. */
export function measuredPlacement(read: ReadHandle<Schema>, span: HealthSpan): MeasuredPlacement {
  const measured = addUp(readBuckets(read, span));
  const sinceMs = measuredSinceMs(read) ?? span.untilMs;
  const measuredHours = Math.min(span.hours, (span.untilMs - sinceMs) / HOUR_MS);
  const isTooEarly = measuredHours < DAY_HOURS;
  const types = Object.entries<DataType>(DATA_TYPES).map(([id, type]) => {
    const use = { ...useOf(id, type, measured), ...sizeOf(read, id, type) };
    const readsADay = isTooEarly || use.reads === null ? null : (use.reads * DAY_HOURS) / measuredHours;
    const hints = type.isBuilt ? hintsOf(type, { readsADay, rows: use.rows }) : [];
    return { id, ...use, freshAtMs: freshAtMs(read, id, type), hints };
  });
  return { types, isTooEarly };
}

function useOf(
  id: string,
  { placement, isBuilt }: DataType,
  measured: readonly Measured[],
): Pick<MeasuredType, 'reads' | 'writes' | 'hitRate'> {
  if (!isBuilt) return { reads: null, writes: null, hitRate: null };
  if (placement.kind === 'live') {
    return { reads: sumOver('wrapper', WRAPPER_CALLS, { id, measured })?.count ?? 0, writes: null, hitRate: null };
  }
  if (placement.kind === 'cache') {
    const { count, failed } = sumOver('cache', LOCAL_CACHES, { id, measured }) ?? { count: 0, failed: 0 };
    return { reads: count, writes: null, hitRate: count === 0 ? null : (count - failed) / count };
  }
  return {
    reads: sumOver('read', LOCAL_READS, { id, measured })?.count ?? null,
    writes: sumOver('write', LOCAL_WRITES, { id, measured })?.count ?? null,
    hitRate: null,
  };
}

/** Undefined where nothing in `holding` stands for the type, so that "never" and "not on its own" stay apart. */
function sumOver(
  group: Parameters<typeof nameIn>[0],
  holding: Holding,
  { id, measured }: { readonly id: string; readonly measured: readonly Measured[] },
): { readonly count: number; readonly failed: number } | undefined {
  if (!Object.values(holding).some((held) => held.some((each) => each === id))) return undefined;
  return measured
    .filter(({ series }) => heldBy(holding, nameIn(group, series) ?? '').some((each) => each === id))
    .reduce((sum, each) => ({ count: sum.count + each.count, failed: sum.failed + each.failed }), {
      count: 0,
      failed: 0,
    });
}

const NO_SIZE: Size = { rows: null, bytes: null };

/** Custom fields are part of their records and have no rows of their own. */
function sizeOf(read: ReadHandle<Schema>, id: string, { placement, isBuilt }: DataType): Size {
  const topic = keyHolding(LOCAL_CACHES, id);
  if (placement.kind === 'cache' && topic !== undefined) return sizeOfCache(read, topic);
  const table = keyHolding(LOCAL_TABLES, id);
  if (!isBuilt || placement.kind !== 'replica' || id === 'custom-fields' || table === undefined) return NO_SIZE;
  return sizeOfTable(read, table);
}

const keyHolding = (holding: Holding, id: string): string | undefined =>
  Object.entries(holding).find(([, held]) => held[0] === id)?.[0];

/** The replica as a whole; of a cache its oldest value; of permissions the last live answer. */
function freshAtMs(read: ReadHandle<Schema>, id: string, { placement, isBuilt }: DataType): number | null {
  if (!isBuilt) return null;
  if (placement.kind === 'replica') return getState<number>(read, 'upToDateAtMs') ?? null;
  if (id === 'permissions') return getSessionValue(read, 'permissions')?.atMs ?? null;
  const topic = keyHolding(LOCAL_CACHES, id);
  if (topic === undefined) return null;
  return (
    read
      .prepared<[string], { atMs: number | null }>('select min(cachedAtMs) as atMs from wrapperCache where topic = ?')
      .first([topic])?.atMs ?? null
  );
}
