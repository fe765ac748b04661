import { expect } from 'vitest';
import type { ServerHooks } from '../../../sync/server/server-hooks.ts';
import type { EndpointId } from '../../wrapper-sandbox/endpoint-of.ts';
import type { Faults } from '../../wrapper-sandbox/faults.ts';
import { actionsOn, available } from './away.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { contactOf, counts, orgId, synced } from './records.ts';
import { counting, createRunningClock } from './running-clock.ts';

export const MINUTE = 60_000;
export const WHO = 'sanna.reyes';

/** What can be wrong with the account service, and what it is called by whoever asks it. */
export const FAULTS: readonly { readonly name: string; readonly faults: Faults; readonly code: string }[] = [
  { name: 'an outage', faults: { outage: true }, code: 'WRAPPER_UNREACHABLE' },
  { name: 'a storm of 429', faults: { rateLimit: { perSecond: 0, retryAfterS: 1 } }, code: 'RATE_LIMITED' },
  { name: 'answers after 3 s', faults: { latencyMs: 3_000 }, code: 'WRAPPER_UNREACHABLE' },
  { name: 'answers that break off', faults: { spoil: 'truncated' }, code: 'WRAPPER_UNREACHABLE' },
  { name: 'HTML with status 200', faults: { captivePortal: true }, code: 'WRAPPER_UNREACHABLE' },
  { name: 'wrong types', faults: { spoil: 'wrong-types' }, code: 'BAD_ANSWER' },
  { name: '503 every time', faults: { errorRate: 1 }, code: 'WRAPPER_UNREACHABLE' },
];

export interface Day extends AsyncDisposable {
  readonly field: Field;
  readonly laptop: Laptop;
  /** One more of the same user, on which nobody has signed in yet. */
  another(): Promise<Laptop>;
  /** Puts a fault on these calls; without one the account service is well again. */
  fault(faults: Faults, ...only: readonly EndpointId[]): Promise<void>;
  /** Lets the clock of all of them go on until it is so. */
  until<T>(look: () => Promise<T>, isSo: (seen: T) => boolean): Promise<T>;
}

/** One clock for everybody, so that deadlines, back-offs and lifetimes pass as they would. */
export async function openDay({ hooks }: { readonly hooks?: ServerHooks } = {}): Promise<Day> {
  const traffic = { underWay: 0, turn: 0 };
  const clock = createRunningClock({ startMs: Date.UTC(2026, 2, 2, 9), traffic });
  const field = await openField({ ...(hooks ? { hooks } : {}), clock });
  const another = async (): Promise<Laptop> => {
    const made = await field.laptop(WHO, { clock, isSignedOut: true });
    made.network.intercept = counting(traffic);
    return made;
  };
  const laptop = await another();
  await laptop.engine.host.session.signIn(await field.tokens(WHO));
  await synced(laptop);
  return {
    field,
    laptop,
    another,
    fault: async (faults, ...only) =>
      void (await field.control('PUT', 'faults', only.length === 0 ? faults : { ...faults, only })),
    async until(look, isSo) {
      for (let seen = await look(); ; seen = await look()) {
        if (isSo(seen)) return seen;
        if (clock.monotonicMs() > 24 * 60 * MINUTE) throw new Error(`It did not become so: ${JSON.stringify(seen)}`);
        await clock.advance(2_000);
      }
    },
    [Symbol.asyncDispose]: () => field[Symbol.asyncDispose](),
  };
}

export const statusOf = ({ laptop }: Day) => laptop.engine.call.sync.status();
export const createArgs = (contactId: string) => ({ contactId, firstName: 'Ana', lastName: 'Solheim', orgId });

/** A refused call's code and words. */
export async function refusalOf(call: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await call;
  } catch (error) {
    return error as { readonly code: string; readonly message: string };
  }
  return { code: 'none', message: '' };
}

/** Everything is on the server, done once and paid for once. */
export async function expectSentOnce(day: Day, contactId: string, creditsBefore: number): Promise<void> {
  await day.until(
    () => counts(day.laptop),
    ({ queued, sending, held }) => queued + sending + held === 0,
  );
  expect(await counts(day.laptop)).toMatchObject({ parked: 0, discarded: 0 });
  expect(await contactOf(day.laptop, contactId)).toMatchObject({ pending: null });
  expect((await actionsOn(day.laptop, contactId)).filter((action) => action === 'created')).toHaveLength(1);
  expect(creditsBefore - (await available(day.field))).toBeCloseTo(0.1, 6);
}
