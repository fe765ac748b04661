import type { HealthNow } from '../../main/contract/health.ts';
import type { OutboxItem } from '../../main/contract/types.ts';
import { addUp, readBuckets } from '../../main/health/buckets.ts';
import type { Measured } from '../../main/health/meter.ts';
import type { Permission } from '../../sync/wrapper-api/permissions.ts';
import { loadDemo } from '../../resources/scripts/demo-data/load-demo.ts';
import { available } from '../integration/engine/away.ts';
import { openField, type Field, type Laptop } from '../integration/engine/field.ts';
import { orgId, synced } from '../integration/engine/records.ts';
import { counting, createRunningClock } from '../integration/engine/running-clock.ts';
import { whilePassing, type TestClock } from '../integration/engine/test-clock.ts';
import { HALDEN_EMPLOYEES } from '../wrapper-sandbox/demo-tenant.ts';
import { fieldDayTrace, type Happening, type Operation, type Trouble } from './field-day-trace.ts';
import { operate, type Records, type Written } from './field-day-user.ts';
import { openFieldWindow, type FieldWindow } from './field-day-window.ts';

const WHO = 'sanna.reyes';
const WHOSE = HALDEN_EMPLOYEES.sales;
/** 2026-03-02 08:00 UTC, a Monday. */
const MORNING_MS = Date.UTC(2026, 2, 2, 8);
/** Records that are worked with; a salesperson sees the same ones again and again. */
const CONTACTS = 40;
const DEALS = 12;
const DELETABLE = 20;

/** What an earlier value was stands in the history. */
const KINDS_TYPED = ['contact', 'deal', 'note', 'activity', 'task', 'history'] as const;

/** One line of the sandbox's log. */
export interface WrapperCall {
  readonly method: string;
  readonly path: string;
  readonly atMs: number;
  readonly status: number;
  readonly idempotencyKey?: string;
}

export interface Change extends Written {
  readonly madeAtMs: number;
}

/** What a day left behind, for rules and targets to be held against. */
export interface FieldDay {
  readonly operations: number;
  readonly changes: readonly Change[];
  /** What became of each, by the outbox; without those that the server has and whose receipts went with the replica. */
  readonly outcomes: ReadonlyMap<string, OutboxItem>;
  /** What she typed that is on the server, by a colleague's replica. */
  readonly marksOnServer: ReadonlySet<string>;
  readonly log: readonly WrapperCall[];
  /** By the product's own meters, series by series. */
  readonly measured: readonly Measured[];
  readonly now: HealthNow;
  /** Of every minute, with when it was since the start of the day. */
  readonly lags: readonly { readonly afterMs: number; readonly lagMs: number }[];
  /** From the return of the network to being up to date. */
  readonly catchUpMs: number;
  readonly creditsSpent: number;
}

/** A day of one salesperson: real engine, server and account service over HTTP, in eight hours of their common clock. */
export async function runFieldDay(trace: readonly Happening[] = fieldDayTrace()): Promise<FieldDay> {
  const traffic = { underWay: 0, turn: 0 };
  const clock = createRunningClock({ startMs: MORNING_MS, traffic });
  await using field = await openField({ clock });
  await loadDemo(field.server.store, { size: 'small', nowMs: clock.wallMs() });
  const creditsBefore = await available(field);
  const laptop = await field.laptop(WHO, { clock, isSignedOut: true });
  laptop.network.intercept = counting(traffic);
  await laptop.engine.host.session.signIn(await field.tokens(WHO));
  await synced(laptop);
  const day = await dayOf(field, laptop);
  await live(day, trace);
  day.window.close();
  await lookAtOutbox(day, ['queued', 'sending', 'held', 'parked', 'discarded', 'acknowledged']);
  return {
    operations: trace.filter(({ kind }) => kind === 'operation').length,
    changes: day.changes,
    outcomes: day.outcomes,
    marksOnServer: await marksOnServer(field),
    log: (await field.control('GET', 'log')) as readonly WrapperCall[],
    measured: addUp([...day.measured, ...(await measuredBy(laptop))]),
    now: await laptop.engine.call.health.now(),
    lags: [...day.lags].map(([startMs, lagMs]) => ({ afterMs: startMs - MORNING_MS, lagMs })),
    catchUpMs: day.catchUpMs,
    creditsSpent: creditsBefore - (await available(field)),
  };
}

interface Day {
  readonly field: Field;
  readonly laptop: Laptop;
  readonly clock: TestClock;
  readonly records: Records;
  readonly changes: Change[];
  readonly postponed: Operation[];
  /** By the start of the minute. */
  readonly lags: Map<number, number>;
  /** What her role grants in the morning. */
  readonly own: readonly Permission[];
  readonly measured: Measured[];
  readonly outcomes: Map<string, OutboxItem>;
  window: FieldWindow;
  catchUpMs: number;
}

async function dayOf(field: Field, laptop: Laptop): Promise<Day> {
  const { directory } = field.sandbox.state;
  const employee = directory.findEmployee(WHOSE);
  const own = employee === undefined ? [] : directory.permissionsOf(employee);
  const records = await recordsOf(laptop);
  const window = openFieldWindow(laptop.engine.call);
  const noted = {
    changes: [],
    postponed: [],
    lags: new Map<number, number>(),
    measured: [],
    outcomes: new Map(),
    catchUpMs: 0,
  };
  return { field, laptop, window, clock: laptop.clock, records, own, ...noted };
}

async function recordsOf({ engine: { call } }: Laptop): Promise<Records> {
  const contacts = await call.contacts.page({
    sort: { field: 'createdAtMs', direction: 'asc' },
    filter: {},
    limit: 200,
  });
  const deals = await call.deals.page({ sort: { field: 'title', direction: 'asc' }, filter: {}, limit: DEALS });
  const own = contacts.items.filter((contact) => contact.orgId === orgId).map(({ id }) => id);
  return {
    contactIds: own.slice(0, CONTACTS),
    deletableIds: own.slice(CONTACTS, CONTACTS + DELETABLE),
    dealIds: deals.items.map(({ id }) => id),
  };
}

async function live(day: Day, trace: readonly Happening[]): Promise<void> {
  const startMs = day.clock.wallMs();
  for (const happening of trace) {
    await day.clock.advance(Math.max(0, startMs + happening.atMs - day.clock.wallMs()));
    if (happening.kind === 'operation') await work(day, happening.operation);
    else if (happening.kind === 'look') await lookAtLags(day);
    else await change(day, happening.trouble, happening.kind === 'begins');
  }
  await whilePassing(day.clock, synced(day.laptop));
}

/** Whoever is signed out does it after the next sign-in. */
async function work(day: Day, operation: Operation): Promise<void> {
  const { engine } = day.laptop;
  if ((await engine.call.session.status()).kind === 'signed-out') return void day.postponed.push(operation);
  const { window, records } = day;
  const written = await operate({ call: engine.call, window, records }, operation);
  if (written !== null) day.changes.push({ ...written, madeAtMs: day.clock.wallMs() });
}

/** Minutes are kept for two hours only. */
async function lookAtLags({ laptop: { engine }, lags }: Day): Promise<void> {
  const { nowMs } = await engine.call.health.now();
  const { steps } = await engine.call.measures.overview({ hours: 1, untilMs: nowMs });
  for (const { startMs, lagMs } of steps) if (lagMs !== null) lags.set(startMs, lagMs);
}

async function change(day: Day, trouble: Trouble, isOn: boolean): Promise<void> {
  const { field, laptop } = day;
  switch (trouble.kind) {
    case 'wrapper':
      return void (await field.control('PUT', 'faults', isOn ? trouble.faults : {}));
    case 'server-away': {
      const { host } = new URL(field.server.url);
      return void (isOn ? laptop.network.unreachable.add(host) : laptop.network.unreachable.delete(host));
    }
    case 'no-network':
      laptop.network.isDown = isOn;
      return isOn ? undefined : catchUp(day);
    case 'role-taken':
      return takeRole(day, isOn);
    case 'revoked':
      if (isOn) return revoke(day);
      await laptop.engine.host.session.signIn(await field.tokens(WHO));
      day.window.close();
      day.window = openFieldWindow(laptop.engine.call);
      for (const operation of day.postponed.splice(0)) await work(day, operation);
  }
}

/** What was measured goes with the replica, so it is read before. */
async function revoke(day: Day): Promise<void> {
  await lookAtLags(day);
  // Receipts go as well; what is not sent has to be there in the evening.
  await lookAtOutbox(day, ['acknowledged']);
  day.measured.push(...(await measuredBy(day.laptop)));
  await day.field.control('POST', 'webhook', { type: 'session.revoked', employeeId: WHOSE });
}

async function lookAtOutbox({ laptop: { engine }, outcomes }: Day, states: OutboxItem['state'][]): Promise<void> {
  for (const item of await engine.call.outbox.list({ states, limit: 1000 })) outcomes.set(item.mutationId, item);
}

/** Everything that is in a row of the server's, as the administrator's laptop has it. */
async function marksOnServer(field: Field): Promise<ReadonlySet<string>> {
  const admin = await field.laptop('admin');
  await synced(admin);
  const { read } = admin.engine.appContext.database();
  const rows = KINDS_TYPED.flatMap((kind) => read.prepared<[], object>(`select * from "${kind}"`).all([]));
  return new Set(JSON.stringify(rows).match(/mark\d{3}/g));
}

/** The product's own buckets, added up. */
async function measuredBy({ engine }: Laptop): Promise<readonly Measured[]> {
  const { nowMs: untilMs } = await engine.call.health.now();
  return addUp(readBuckets(engine.appContext.database().read, { hours: 24, untilMs }));
}

/** Nobody touches anything: it comes back by itself. */
async function catchUp(day: Day): Promise<void> {
  const backAtMs = day.clock.wallMs();
  const isBehind = async (): Promise<boolean> =>
    ((await day.laptop.engine.call.sync.status()).upToDateAtMs ?? 0) < backAtMs;
  while (await isBehind()) await day.clock.advance(1_000);
  day.catchUpMs = day.clock.wallMs() - backAtMs;
}

/** Deleting and new deals are no longer hers, and then are again. */
async function takeRole({ field, own }: Day, isTaken: boolean): Promise<void> {
  const isLost = ({ action, resource }: Permission): boolean =>
    action === 'delete' || (action === 'create' && resource === 'deals');
  await field.control('PUT', `permissions/${WHOSE}`, isTaken ? own.filter((each) => !isLost(each)) : own);
  await field.control('POST', 'webhook', { type: 'role.changed', employeeId: WHOSE });
}
