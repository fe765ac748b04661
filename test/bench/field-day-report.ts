import type { TargetId } from '../../main/contract/health.ts';
import { sumOf } from '../../main/health/histogram.ts';
import { targetsOf } from '../../main/health/targets.ts';
import type { Measured } from './bench.ts';
import { brokenRules } from './field-day-rules.ts';
import type { FieldDay } from './field-day-run.ts';
import { HOURS, isWithoutNetwork } from './field-day-trace.ts';
import { round } from './stats.ts';

const LAG_LIMIT_MS = 300_000;
const IN_TIME_SHARE = 0.95;

const PROMISES: Readonly<Record<TargetId, string>> = {
  'sign-in': 'a sign-in takes under 2 s',
  'permission-page': 'what a page may offer is known in under 500 ms',
  'cached-answer': 'a cached answer takes under 200 ms',
  'wrapper-call': 'a call of the account service takes under 1 s, 95 of 100',
  'hit-rate': 'over 85 % of cached reads are answered within their time to live, without waiting',
  'sync-lag': 'under 5 min behind the server while there is a network, 95 of 100 minutes',
  'wrapper-failures': 'under 1 % of the operations fail because of the account service',
  availability: 'over 99.9 % of reads and of changes within the lease succeed',
};

/** Which endpoints fill which cache. */
const FILLED_BY = {
  employee: ['employee', 'employees'],
  organisation: ['organizations'],
  roles: ['roles'],
  tenant: ['tenant'],
  'credit-config': ['creditConfig'],
} as const;

/** The mission's targets by the product's own meters, and the rules by the sandbox's log. */
export function fieldDayReport(day: FieldDay): readonly Measured[] {
  return [...targetsOf(day.measured).map((target) => measuredOf(target, day)), rules(day)];
}

function measuredOf({ id, unit, value, count, isMet }: ReturnType<typeof targetsOf>[number], day: FieldDay): Measured {
  const promise = PROMISES[id];
  const detail = { count, ...(id === 'hit-rate' ? caches(day) : {}) };
  if (id === 'sync-lag') return { name: 'field-day sync-lag', unit: 'ms p95', promise, ...lag(day) };
  if (unit === 'ms')
    return {
      name: `field-day ${id}`,
      value: round(value ?? 0),
      unit: 'ms p95',
      promise,
      holds: isMet === true,
      detail,
    };
  const percent = Math.round((value ?? 0) * 100_000) / 1000;
  return { name: `field-day ${id}`, value: percent, unit: '%', promise, holds: isMet === true, detail };
}

/** Who has no network is behind whatever a program does, so these minutes are told beside. */
function lag({ lags, catchUpMs }: FieldDay): Pick<Measured, 'value' | 'holds' | 'detail'> {
  const reachable = lags.filter(({ afterMs }) => !isWithoutNetwork(afterMs)).map(({ lagMs }) => lagMs);
  const value = round(p95(reachable));
  const wholeDay = p95(lags.map(({ lagMs }) => lagMs));
  return {
    value,
    holds: value < LAG_LIMIT_MS,
    detail: {
      minutes: reachable.length,
      minutesWithoutNetwork: lags.length - reachable.length,
      wholeDayMs: round(wholeDay),
      longestWithNetworkMs: round(Math.max(...reachable)),
      upToDateAfterNetworkMs: round(catchUpMs),
    },
  };
}

function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * IN_TIME_SHARE))] ?? Number.POSITIVE_INFINITY;
}

/** Per cache: share of hits, reads, and what filling it cost the account service in an hour of one user. */
function caches({ measured }: FieldDay): Readonly<Record<string, string>> {
  const one = (series: string) =>
    sumOf(
      measured.filter((each) => each.series === series),
      series,
    );
  const entries = Object.entries(FILLED_BY).map(([topic, endpoints]) => {
    const { count, failed } = one(`cache.${topic}`);
    const calls = endpoints.reduce((sum, endpoint) => sum + one(`wrapper.${endpoint}`).count, 0);
    const hits = count === 0 ? 'no reads' : `${round(((count - failed) / count) * 100)} % of ${count}`;
    return [topic, `${hits}, ${round(calls / HOURS)} calls/h`] as const;
  });
  const all = measured.filter(({ series }) => series.startsWith('wrapper.'));
  return {
    ...Object.fromEntries(entries),
    'all calls/h': String(round(all.reduce((sum, { count }) => sum + count, 0) / HOURS)),
  };
}

function rules(day: FieldDay): Measured {
  const broken = brokenRules(day);
  const priced = day.log.filter(({ path }) => path.endsWith('/consume')).length;
  return {
    name: 'field-day rules',
    value: broken.length,
    unit: 'broken',
    promise: 'nothing guarded or priced without a live answer, no charge twice, nothing typed lost',
    holds: broken.length === 0,
    detail: {
      operations: day.operations,
      changes: day.changes.length,
      charges: priced,
      wrapperCalls: day.log.length,
      ...Object.fromEntries(broken.map((sentence, index) => [`broken ${index + 1}`, sentence])),
    },
  };
}
