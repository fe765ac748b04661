import { expect, test } from 'vitest';
import { HALDEN_DEMO } from '../../resources/scripts/demo-data/demo-tenant-facts.ts';
import { generateDemo } from '../../resources/scripts/demo-data/generate-demo.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 5, 10, 11);
const OPTIONS = { size: 'small', seed: 20_260_101, tenant: HALDEN_DEMO, nowMs: NOW_MS } as const;
const rows = [...generateDemo(OPTIONS)];
const rowsOf = (kind: string) => rows.filter((each) => each.kind === kind).map(({ row }) => row);
const accounts = [...new Set(HALDEN_DEMO.owners.map(({ employeeId }) => employeeId))];

test('the small demo has the numbers that its pages speak of, in order of making', () => {
  const counts = Map.groupBy(rows, ({ kind }) => kind);
  expect([...counts].map(([kind, { length }]) => [kind, length])).toEqual([
    ['pipeline', 1],
    ['company', 80],
    ['contact', 500],
    ['deal', 200],
    ['task', 250],
    ['activity', 3000],
    ['note', 400],
  ]);
  for (const [, group] of counts) {
    const times = group.map(({ row }) => row.createdAtMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
});

test('the same options give the same rows', () => {
  expect([...generateDemo(OPTIONS)]).toEqual(rows);
});

test.each(accounts)('account %s has a day: late and due tasks, closing deals, a deal just won, recent work', (id) => {
  const due = rowsOf('task').filter((row) => row['assigneeId'] === id && row['isDone'] === false);
  const midnightMs = NOW_MS - (NOW_MS % DAY_MS);
  const dueIn = (days: number) =>
    due.filter((row) => Math.floor((Number(row['dueAtMs']) - midnightMs) / DAY_MS) === days);
  expect(due.filter((row) => Number(row['dueAtMs']) < midnightMs).length).toBeGreaterThanOrEqual(2);
  expect(dueIn(0).length).toBeGreaterThanOrEqual(3);
  expect(dueIn(1).length).toBeGreaterThanOrEqual(1);
  const own = rowsOf('deal').filter((row) => row['ownerId'] === id);
  const untilOn = new Date(NOW_MS + 14 * DAY_MS).toISOString().slice(0, 10);
  const isClosing = (on: unknown) => String(on) <= untilOn;
  expect(own.filter((row) => row['status'] === 'open' && isClosing(row['expectedCloseOn'])).length).toBeGreaterThan(2);
  expect(own.some((row) => row['status'] === 'won' && Number(row['closedAtMs']) > NOW_MS - DAY_MS)).toBe(true);
  const work = rowsOf('activity').filter(
    (row) => row.createdBy === id && Number(row['occurredAtMs']) > NOW_MS - 21 * DAY_MS,
  );
  expect(work.length).toBeGreaterThanOrEqual(5);
});
