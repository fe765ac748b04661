import fc from 'fast-check';
import { v7 as uuidV7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../../../main/contract/types.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { orgId, run, synced } from './records.ts';
import { createTestClock, until, whilePassing } from './test-clock.ts';

const MINUTE = 60_000;
const WINDOW_MS = 30 * MINUTE;
const MOST_STEPS = 10;

type Step =
  | { readonly kind: 'cut' | 'mend' | 'wrapper-away' | 'server-away' | 'sync' | 'work-offline' | 'work-online' }
  | { readonly kind: 'pass' | 'sleep' | 'set-back' | 'restart'; readonly minutes: number }
  | { readonly kind: 'write'; readonly what: 'lease' | 'guarded' | 'priced' };

let field: Field;
beforeAll(async () => {
  field = await openField();
});
afterAll(() => field[Symbol.asyncDispose]());

interface Made {
  readonly mutationId: string;
  readonly what: 'lease' | 'guarded' | 'priced';
  readonly result: RunResult;
  readonly realAtMs: number;
  /** Time that the program had surely run since the last live validation. */
  readonly workedMs: number;
}

/** A laptop in the field, and what a bystander with an honest watch knows about it. */
class Day {
  laptop: Laptop;
  readonly made: Made[] = [];
  readonly #contactId: string;
  readonly #toDelete: string[];
  /** Time the program surely ran since the last live validation that this bystander saw on the line. */
  #workedMs = 0;
  #validations = 0;

  constructor(laptop: Laptop, [contactId = '', ...toDelete]: readonly string[]) {
    this.laptop = laptop;
    this.#contactId = contactId;
    this.#toDelete = toDelete;
    this.#noticeValidations();
  }

  async take(step: Step): Promise<void> {
    const { engine, network, clock } = this.laptop;
    const host = (url: string): string => new URL(url).host;
    switch (step.kind) {
      case 'cut':
        network.isDown = true;
        break;
      case 'mend':
        network.isDown = false;
        network.unreachable.clear();
        break;
      case 'wrapper-away':
        network.unreachable.add(host(field.sandbox.url));
        break;
      case 'server-away':
        network.unreachable.add(host(field.server.url));
        break;
      case 'sync':
        await this.pass(engine.call.sync.now());
        break;
      case 'work-offline':
      case 'work-online':
        await engine.call.sync.workOffline({ isOn: step.kind === 'work-offline' });
        break;
      case 'pass':
        await clock.advance(step.minutes * MINUTE);
        this.#workedMs += step.minutes * MINUTE;
        break;
      case 'sleep':
        clock.sleep(step.minutes * MINUTE);
        break;
      case 'set-back':
        clock.setWall(clock.wallMs() - step.minutes * MINUTE);
        break;
      case 'restart':
        await this.#restart(step.minutes);
        break;
      case 'write':
        await this.#write(step.what);
    }
    this.#noticeValidations();
  }

  /** What waits between its tries gets the time it waits for. */
  async pass<T>(running: Promise<T>): Promise<T> {
    const { clock } = this.laptop;
    const startMs = clock.monotonicMs();
    const result = await whilePassing(clock, running);
    this.#workedMs += clock.monotonicMs() - startMs;
    return result;
  }

  async #restart(minutes: number): Promise<void> {
    const { isDown, unreachable } = this.laptop.network;
    // The line stays as it was: what the new engine asks first must not slip through.
    const clock = createTestClock({ startMs: this.laptop.clock.wallMs() + minutes * MINUTE, pauseMs: 1 });
    this.laptop = await this.pass(this.laptop.restart({ clock }));
    this.laptop.network.isDown = isDown;
    for (const one of unreachable) this.laptop.network.unreachable.add(one);
    this.#validations = 0;
  }

  async #write(what: Made['what']): Promise<void> {
    this.#noticeValidations();
    const mutationId = uuidV7();
    const realAtMs = Date.now();
    const args = {
      lease: ['contacts.edit', { contactId: this.#contactId, set: { phone: mutationId.slice(0, 18) } }],
      guarded: ['contacts.delete', { contactId: this.#toDelete.pop() ?? '' }],
      priced: ['contacts.create', { contactId: uuidV7(), lastName: 'Moe', orgId }],
    } as const;
    const [name, given] = args[what];
    const result = await run(this.laptop, name, given, mutationId);
    this.made.push({ mutationId, what, result, realAtMs, workedMs: this.#workedMs });
  }

  /** An answer to a validation that was asked in this step may have come at any time of it. */
  #noticeValidations(): void {
    const seen = this.laptop.network.log.filter((path) => path === '/auth/validate').length;
    if (seen > this.#validations) this.#workedMs = 0;
    this.#validations = seen;
  }
}

const minutes = fc.integer({ min: 1, max: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('write' as const), what: fc.constantFrom('lease', 'guarded', 'priced') }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('cut', 'mend', 'wrapper-away', 'server-away', 'sync', 'work-offline', 'work-online'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('pass', 'sleep', 'set-back', 'restart'), minutes }),
  },
) as fc.Arbitrary<Step>;

/** One to edit, and one to delete for every write there may be. */
async function makeContacts(laptop: Laptop): Promise<readonly string[]> {
  const ids = Array.from({ length: MOST_STEPS + 1 }, () => uuidV7());
  const rows = ids.map((contactId, index) => ({ line: index + 2, contactId, lastName: `Prova ${index}` }));
  await run(laptop, 'contacts.importBatch', { importId: uuidV7(), fileName: 'day.csv', orgId, rows });
  await synced(laptop);
  return ids;
}

async function liveOf(steps: readonly Step[]): Promise<void> {
  const clock = createTestClock({ startMs: Date.now(), pauseMs: 1 });
  const laptop = await field.laptop('sales', { clock });
  const day = new Day(laptop, await makeContacts(laptop));
  try {
    for (const each of steps) await day.take(each);
    await day.take({ kind: 'mend' });
    await day.take({ kind: 'work-online' });
    await endsWell(day);
  } finally {
    await day.laptop.engine.close();
  }
}

/** Nothing that was taken is lost, and what needed an answer counts only with a live one that came after it was made. */
async function endsWell(day: Day): Promise<void> {
  const { laptop, made } = day;
  const { outbox } = laptop.engine.call;
  const states = ['queued', 'sending', 'held', 'parked', 'acknowledged', 'discarded'] as const;
  const list = () => outbox.list({ states: [...states], limit: 1000 });
  await until(
    async () => (await day.pass(laptop.engine.call.sync.now()), list()),
    (items) => items.every(({ state }) => state === 'acknowledged' || state === 'parked'),
  );
  const items = new Map((await list()).map((item) => [item.mutationId, item]));
  for (const { mutationId, what, result, realAtMs, workedMs } of made) {
    if (what !== 'lease') expect(result.status).not.toBe('applied');
    else if (result.status === 'applied') expect(workedMs).toBeLessThan(WINDOW_MS);
    const item = items.get(mutationId);
    expect([what, result.status, item?.state]).toEqual([
      what,
      expect.stringMatching(/^(applied|checking|held)$/),
      'acknowledged',
    ]);
    const permission = item?.serverPass?.entries.find(({ kind }) => kind === 'permission');
    expect(permission).toMatchObject({ source: 'live' });
    expect(permission?.fetchedAtMs).toBeGreaterThanOrEqual(realAtMs);
  }
}

test('no sequence of connection events and clock moves allows a guarded write without a live answer, a lease write after the window, or loses a draft', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: MOST_STEPS }), liveOf), {
    numRuns: 8,
    interruptAfterTimeLimit: 45_000,
    endOnFailure: true,
  });
}, 180_000);
