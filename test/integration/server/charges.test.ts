import { copyFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { WireMutation } from '../../../sync/protocol/push.ts';
import type { ServerHooks, Step } from '../../../sync/server/server-hooks.ts';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { manualClock } from './manual-clock.ts';
import {
  availableCredits,
  brief,
  calls,
  control,
  mutation,
  newId,
  pullAll,
  push,
  pushOne,
  signIn,
  startWorld,
  type World,
} from './start-world.ts';

const orgId = HALDEN_UNITS.northField;
const START = 100_000;
const PRICE = 0.1;
const QUARTER_HOUR_MS = 15 * 60_000;
const contact = (more: object = {}) =>
  mutation({ name: 'contacts.create', args: { contactId: newId(), lastName: 'Prova', orgId, ...more } });
const company = () => mutation({ name: 'companies.create', args: { companyId: newId(), name: 'Alder', orgId } });

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const spent = (of: World): number => START - availableCredits(of, HALDEN_TENANT_ID);
const intentsOf = (of: World, mutationId: string) => of.server.store.readIntents(HALDEN_TENANT_ID, [mutationId]);
const statesOf = async (of: World, mutationId: string) => (await intentsOf(of, mutationId)).map(({ state }) => state);

/** Stops the server for good at the first passing of a step, as a kill there would; tells when it has got there. */
function stopAt(step: Step): { readonly hooks: ServerHooks; readonly reached: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isDone = false;
  return {
    reached: promise,
    hooks: {
      at(passing) {
        if (passing !== step || isDone) return undefined;
        isDone = true;
        resolve();
        return new Promise(() => {});
      },
    },
  };
}

test.each(['charge-opened', 'charge-consumed', 'before-commit', 'after-commit'] as const)(
  'a kill at "%s" and the same push again: one contact, one charge, settled',
  async (step) => {
    const stop = stopAt(step);
    world = await startWorld({ hooks: stop.hooks });
    const token = await signIn(world, HALDEN_EMPLOYEES.sales);
    const create = contact();
    const lost = push(world, token, [create]).catch(() => 'no answer');
    await stop.reached;
    world = await world.restart({ hooks: {} });
    expect(await lost).toBe('no answer');
    const outcome = await pushOne(world, token, create);
    expect(brief(outcome)).toBe(step === 'after-commit' ? 'duplicate applied' : 'applied');
    expect(spent(world)).toBeCloseTo(PRICE);
    expect(await statesOf(world, create.id)).toEqual(['settled']);
    expect((await pullAll(world, token)).rows.filter(([kind]) => kind === 'contact')).toHaveLength(1);
  },
);

test.each(['charge-opened', 'charge-consumed', 'before-commit'] as const)(
  'a kill at "%s" and the client never comes back: nothing is applied and the charge is given back after a quarter of an hour',
  async (step) => {
    const clock = manualClock();
    const stop = stopAt(step);
    world = await startWorld({ hooks: stop.hooks, clock, sandbox: { clock } });
    const token = await signIn(world, HALDEN_EMPLOYEES.sales);
    const create = mutation(contact(), clock);
    void push(world, token, [create]).catch(() => {});
    await stop.reached;
    world = await world.restart({ hooks: {} });
    await world.server.sweepCharges();
    expect(await statesOf(world, create.id)).toEqual(['open']);
    clock.advance(QUARTER_HOUR_MS + 1000);
    await world.server.sweepCharges();
    expect(spent(world)).toBeCloseTo(0);
    expect(await statesOf(world, create.id)).toEqual(['refunded']);
  },
);

test('what was paid before a kill and is refused at the next try is given back at once, not after a quarter of an hour', async () => {
  const stop = stopAt('charge-consumed');
  world = await startWorld({ hooks: stop.hooks });
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  const create = contact();
  void push(world, token, [create]).catch(() => {});
  await stop.reached;
  expect(spent(world)).toBeCloseTo(PRICE);
  world = await world.restart({ hooks: {} });
  await control(world, 'PUT', `employees/${HALDEN_EMPLOYEES.sales}`, { orgIds: [HALDEN_UNITS.south] });
  expect(brief(await pushOne(world, token, create))).toBe('refused OUT_OF_SCOPE');
  const refunded = world;
  await expect.poll(() => statesOf(refunded, create.id)).toEqual(['refunded']);
  expect(spent(world)).toBeCloseTo(0);
});

test('after a refund the same change is charged under a new key, once', async () => {
  const clock = manualClock();
  const stop = stopAt('charge-consumed');
  world = await startWorld({ hooks: stop.hooks, clock, sandbox: { clock } });
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  const create = mutation(contact(), clock);
  void push(world, token, [create]).catch(() => {});
  await stop.reached;
  world = await world.restart({ hooks: {} });
  clock.advance(QUARTER_HOUR_MS + 1000);
  await world.server.sweepCharges();
  const fresh = await signIn(world, HALDEN_EMPLOYEES.sales);
  expect(brief(await pushOne(world, fresh, create))).toBe('applied');
  expect(spent(world)).toBeCloseTo(PRICE);
  expect((await intentsOf(world, create.id)).map(({ key, state }) => [key, state])).toEqual([
    [create.id, 'refunded'],
    [`${create.id}.1`, 'settled'],
  ]);
});

test.each(['refund-marked', 'refund-sent'] as const)(
  'a kill of the sweeper at "%s": given back once, and a new try pays once',
  async (step) => {
    const clock = manualClock();
    const first = stopAt('charge-consumed');
    world = await startWorld({ hooks: first.hooks, clock, sandbox: { clock } });
    const token = await signIn(world, HALDEN_EMPLOYEES.sales);
    const create = mutation(contact(), clock);
    void push(world, token, [create]).catch(() => {});
    await first.reached;
    clock.advance(QUARTER_HOUR_MS + 1000);
    const second = stopAt(step);
    world = await world.restart({ hooks: second.hooks }); // sweeps at its start
    await second.reached;
    world = await world.restart({ hooks: {} });
    const fresh = await signIn(world, HALDEN_EMPLOYEES.sales);
    expect(brief(await pushOne(world, fresh, create))).toBe('applied');
    await world.server.sweepCharges();
    expect(spent(world)).toBeCloseTo(PRICE);
    expect(await statesOf(world, create.id)).toEqual(['refunded', 'settled']);
  },
);

test('an effect is never committed on a charge that was given back in between', async () => {
  let steal = async (): Promise<void> => {};
  world = await startWorld({ hooks: { at: (step) => (step === 'before-commit' ? steal() : undefined) } });
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  await pushOne(world, token, company());
  const create = contact();
  const { store } = world.server;
  steal = async () => {
    steal = async () => {};
    await store.moveIntent(
      HALDEN_TENANT_ID,
      { mutationId: create.id, attempt: 0, state: 'refund' },
      ['open'],
      Date.now(),
    );
  };
  expect(brief(await pushOne(world, token, create))).toBe('applied');
  await world.server.sweepCharges();
  expect(await statesOf(world, create.id)).toEqual(['refunded', 'settled']);
  expect(spent(world)).toBeCloseTo(PRICE);
});

test('a wrapper that falls silent during the charge: later with the key kept, dependents blocked, free changes applied, then paid once', async () => {
  world = await startWorld();
  const { sandbox } = world;
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  await pushOne(world, token, contact());
  const create = contact();
  const { contactId } = create.args as { contactId: string };
  const batch = [
    create,
    { ...mutation({ name: 'notes.create', args: { noteId: newId(), contactId, body: 'x' } }), after: [create.id] },
    company(),
  ];
  const account = sandbox.state.credits.get(HALDEN_TENANT_ID);
  if (!account) throw new Error('no account');
  const consume = account.consume.bind(account);
  // the charge happens, its answer does not arrive in time
  Object.assign(account, {
    consume: (...given: Parameters<typeof consume>) => (
      sandbox.state.faults.set({ latencyMs: 1500 }),
      consume(...given)
    ),
  });
  const answers = await push(world, token, batch);
  Object.assign(account, { consume });
  sandbox.state.faults.set({});
  expect(answers.map(({ outcome }) => brief(outcome))).toEqual(['later CHARGE_UNKNOWN', 'blocked', 'applied']);
  expect(await statesOf(world, create.id)).toEqual(['open']);
  const again = await push(world, token, batch);
  expect(again.map(({ outcome }) => brief(outcome))).toEqual(['applied', 'applied', 'duplicate applied']);
  expect(spent(world)).toBeCloseTo(2 * PRICE);
}, 20_000);

test('a slow charge holds up nobody else', async () => {
  world = await startWorld();
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  await pushOne(world, token, contact());
  let isCharged = false;
  const { at } = gate('charge-opened');
  await world.close();
  world = await startWorld({ hooks: { at } });
  const fresh = await signIn(world, HALDEN_EMPLOYEES.sales);
  const slow = pushOne(world, fresh, contact()).then((outcome) => ((isCharged = true), outcome));
  await at.reached;
  expect(brief(await pushOne(world, fresh, company()))).toBe('applied');
  expect(isCharged).toBe(false);
  at.open();
  expect(brief(await slow)).toBe('applied');
});

/** A step that waits until it is opened. */
function gate(step: Step) {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const at = Object.assign(
    async (passing: Step): Promise<void> => {
      if (passing !== step) return;
      reached.resolve();
      await opened.promise;
    },
    { reached: reached.promise, open: () => opened.resolve() },
  );
  return { at };
}

test('not enough credits is refused and remembered, a new try after buying some is applied', async () => {
  world = await startWorld();
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  await control(world, 'PUT', `credits/${HALDEN_TENANT_ID}`, { available: 0.15 });
  const batch = [contact(), contact()];
  expect((await push(world, token, batch)).map(({ outcome }) => brief(outcome))).toEqual([
    'applied',
    'refused INSUFFICIENT_CREDITS',
  ]);
  await world.server.sweepCharges();
  await control(world, 'PUT', `credits/${HALDEN_TENANT_ID}`, { available: 10 });
  expect((await push(world, token, batch)).map(({ outcome }) => brief(outcome))).toEqual([
    'duplicate applied',
    'duplicate refused INSUFFICIENT_CREDITS',
  ]);
  expect(brief(await pushOne(world, token, contact()))).toBe('applied');
  expect(availableCredits(world, HALDEN_TENANT_ID)).toBeCloseTo(9.9);
});

test('a limit of the plan is refused, and what costs nothing and has no limit is not charged at all', async () => {
  world = await startWorld();
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  const config = {
    pricing: { perContact: 0, perDeal: 0.5, perEmail: 0 },
    featureLimits: { contacts: 1, deals: null, emails: null, storage: '1GB' },
  };
  await control(world, 'PUT', `credits/${HALDEN_TENANT_ID}`, { available: 5, config });
  expect((await push(world, token, [contact(), contact()])).map(({ outcome }) => brief(outcome))).toEqual([
    'applied',
    'refused LIMIT_EXCEEDED',
  ]);
  await control(world, 'PUT', `credits/${HALDEN_TENANT_ID}`, {
    available: 5,
    config: { ...config, featureLimits: { ...config.featureLimits, contacts: null } },
  });
  await control(world, 'POST', 'webhook', { type: 'credit-config.changed', tenantId: HALDEN_TENANT_ID });
  world.sandbox.state.log.clear();
  expect(brief(await pushOne(world, token, contact()))).toBe('applied');
  expect(calls(world, /consume/)).toBe(0);
});

test('a change that turns out refused after it was paid gets its money back', async () => {
  let meanwhile = async (): Promise<void> => {};
  world = await startWorld({ hooks: { at: (step) => (step === 'charge-consumed' ? meanwhile() : undefined) } });
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  const email = 'one@alder.example';
  const [slow, quick] = [contact({ email }), contact({ email })];
  const here = world;
  meanwhile = async () => {
    meanwhile = async () => {};
    expect(brief(await pushOne(here, token, quick))).toBe('applied');
  };
  expect(brief(await pushOne(world, token, slow))).toBe('refused EMAIL_TAKEN');
  await world.server.sweepCharges();
  expect(await statesOf(world, slow.id)).toEqual(['refunded']);
  expect(spent(world)).toBeCloseTo(PRICE);
});

test('after a restore from a backup what came later is pushed again: applied again, paid once', async () => {
  world = await startWorld();
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  await pushOne(world, token, contact());
  world = await world.restart({}, (path) => copyFileSync(path, `${path}.backup`));
  const later = contact();
  expect(brief(await pushOne(world, token, later))).toBe('applied');
  world = await world.restart({ isRestored: true }, (path) => copyFileSync(`${path}.backup`, path));
  expect(brief(await pushOne(world, token, later))).toBe('applied');
  expect(spent(world)).toBeCloseTo(2 * PRICE);
});

test.each([
  { name: 'at the first attempt', isRefundedFirst: false },
  { name: 'at the second attempt', isRefundedFirst: true },
])('what was paid $name in a history that is lost, and is refused now, is given back', async ({ isRefundedFirst }) => {
  const clock = manualClock();
  const stop = stopAt('charge-consumed');
  world = await startWorld({ hooks: isRefundedFirst ? stop.hooks : {}, clock, sandbox: { clock } });
  let token = await signIn(world, HALDEN_EMPLOYEES.sales);
  world = await world.restart({}, (path) => copyFileSync(path, `${path}.backup`));
  const lost = mutation(contact({ email: 'one@alder.example' }), clock);
  if (isRefundedFirst) {
    void push(world, token, [lost]).catch(() => {});
    await stop.reached;
    world = await world.restart({ hooks: {} });
    clock.advance(QUARTER_HOUR_MS + 1000);
    await world.server.sweepCharges();
    token = await signIn(world, HALDEN_EMPLOYEES.sales);
  }
  expect(brief(await pushOne(world, token, lost))).toBe('applied');
  world = await world.restart({}, (path) => copyFileSync(`${path}.backup`, path));
  const holder = mutation(contact({ email: 'one@alder.example' }), clock);
  expect(brief(await pushOne(world, token, holder))).toBe('applied');
  expect(spent(world)).toBeCloseTo(2 * PRICE);
  expect(brief(await pushOne(world, token, lost))).toBe('refused EMAIL_TAKEN');
  for (let sweep = 0; sweep < 2; sweep += 1) await world.server.sweepCharges();
  expect(spent(world)).toBeCloseTo(PRICE);
  for (let sweep = 0; sweep < 2; sweep += 1) await world.server.sweepCharges();
  expect(spent(world)).toBeCloseTo(PRICE);
});

const batch = (count: number, more: object = {}) =>
  mutation({
    name: 'contacts.importBatch',
    args: {
      importId: newId(),
      fileName: 'fair.csv',
      orgId,
      rows: Array.from({ length: count }, (_, index) => ({
        line: index + 2,
        contactId: newId(),
        lastName: `Prova ${index}`,
        ...more,
      })),
    },
  });
const limits = { contacts: null, deals: null, emails: null, storage: '1GB' };
const usageOf = (of: World) => of.sandbox.state.credits.get(HALDEN_TENANT_ID)?.balance(Date.now()).usage;

async function refusalOf(of: World, token: string, one: ReturnType<typeof mutation>) {
  const outcome = await pushOne(of, token, one);
  if (outcome.kind !== 'decided' || outcome.verdict.kind !== 'refused') throw new Error(brief(outcome));
  return outcome.verdict;
}

describe('batches', () => {
  test.each(['charge-opened', 'charge-consumed', 'before-commit', 'after-commit'] as const)(
    'a kill at "%s" and the same batch again: all its rows once, charged as many, once',
    async (step) => {
      const stop = stopAt(step);
      world = await startWorld({ hooks: stop.hooks });
      const token = await signIn(world, HALDEN_EMPLOYEES.sales);
      const three = batch(3);
      const lost = push(world, token, [three]).catch(() => 'no answer');
      await stop.reached;
      world = await world.restart({ hooks: {} });
      expect(await lost).toBe('no answer');
      expect(brief(await pushOne(world, token, three))).toContain('applied');
      expect(spent(world)).toBeCloseTo(3 * PRICE);
      expect(usageOf(world)).toMatchObject({ contacts: 3 });
      expect(await intentsOf(world, three.id)).toMatchObject([{ count: 3, amountMilli: 300, state: 'settled' }]);
      expect((await pullAll(world, token)).rows.filter(([kind]) => kind === 'contact')).toHaveLength(3);
    },
  );

  test('what is too much for a limit is refused whole, in numbers, and a smaller one fits', async () => {
    world = await startWorld();
    const token = await signIn(world, HALDEN_EMPLOYEES.sales);
    const config = { featureLimits: { ...limits, contacts: 4 } };
    await control(world, 'PUT', `credits/${HALDEN_TENANT_ID}`, { available: 10, config });
    await pushOne(world, token, contact());
    expect(await refusalOf(world, token, batch(4))).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      shortage: { what: 'contacts', needed: 4, available: 3, limit: 4, queued: 0 },
    });
    expect(brief(await pushOne(world, token, batch(3)))).toBe('applied');
    expect([spent(world) - START + 10, usageOf(world)?.contacts]).toEqual([expect.closeTo(0.4), 4]);
    expect((await pullAll(world, token)).rows.filter(([kind]) => kind === 'contact')).toHaveLength(4);
  });

  test('what the credits do not pay is refused whole, in numbers', async () => {
    world = await startWorld();
    const token = await signIn(world, HALDEN_EMPLOYEES.sales);
    await control(world, 'PUT', `credits/${HALDEN_TENANT_ID}`, { available: 0.25 });
    expect(await refusalOf(world, token, batch(3))).toMatchObject({
      code: 'INSUFFICIENT_CREDITS',
      shortage: { what: 'credits', needed: 0.3, available: 0.25, limit: null, queued: 0 },
    });
    expect(availableCredits(world, HALDEN_TENANT_ID)).toBe(0.25);
  });

  test('one that turns out refused after it was paid gets all of it back', async () => {
    let meanwhile = async (): Promise<void> => {};
    world = await startWorld({ hooks: { at: (step) => (step === 'charge-consumed' ? meanwhile() : undefined) } });
    const token = await signIn(world, HALDEN_EMPLOYEES.sales);
    const here = world;
    const email = 'one@alder.example';
    meanwhile = async () => {
      meanwhile = async () => {};
      expect(brief(await pushOne(here, token, contact({ email })))).toBe('applied');
    };
    expect(brief(await pushOne(world, token, batch(1, { email })))).toBe('refused EMAIL_TAKEN');
    await world.server.sweepCharges();
    expect(spent(world)).toBeCloseTo(PRICE);
    expect(usageOf(world)).toMatchObject({ contacts: 1 });
  });
});

describe('limits of credits', () => {
  test.each([
    { name: 'the day', config: { dailyLimit: 0.25 }, want: { what: 'daily', limit: 0.25 } },
    { name: 'the month', config: { monthlyLimit: 0.25 }, want: { what: 'monthly', limit: 0.25 } },
  ])('$name: refused in numbers, and with overage applied', async ({ config, want }) => {
    world = await startWorld();
    const token = await signIn(world, HALDEN_EMPLOYEES.sales);
    await control(world, 'PUT', `credits/${HALDEN_TENANT_ID}`, { available: 10, config });
    expect((await push(world, token, [contact(), contact()])).map(({ outcome }) => brief(outcome))).toEqual([
      'applied',
      'applied',
    ]);
    expect(await refusalOf(world, token, contact())).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      shortage: { ...want, needed: 0.1, available: expect.closeTo(0.05) as number, queued: 0 },
    });
    await control(world, 'PUT', `credits/${HALDEN_TENANT_ID}`, {
      available: 10,
      config: { ...config, overageAllowed: true },
    });
    expect(brief(await pushOne(world, token, contact()))).toBe('applied');
  });
});

describe('the server’s own pass', () => {
  const entriesOf = (outcome: Awaited<ReturnType<typeof pushOne>>) =>
    outcome.kind === 'decided'
      ? outcome.verdict.pass?.entries.map(({ kind, what, verdict, source }) => [kind, what, verdict, source])
      : [];

  test('names permission, role, price and limit, live but for what the roles mean, and is told again with a repeated id', async () => {
    world = await startWorld();
    const token = await signIn(world, HALDEN_EMPLOYEES.sales);
    const two = batch(2);
    const outcome = await pushOne(world, token, two);
    expect(entriesOf(outcome)).toEqual([
      ['permission', `contacts:import@${orgId}`, 'granted', 'live'],
      ['role', 'Sales Rep', 'granted', 'cache'],
      ['price', 'contacts x 2', 'granted', 'live'],
      ['limit', 'contacts', 'granted', 'live'],
    ]);
    const again = await pushOne(world, token, two);
    expect(again).toMatchObject({
      isDuplicate: true,
      verdict: outcome.kind === 'decided' ? { pass: outcome.verdict.pass } : {},
    });
  });

  test('does not trust what the laptop wrote into its own', async () => {
    world = await startWorld();
    const token = await signIn(world, HALDEN_EMPLOYEES.viewer);
    const pass: WireMutation['pass'] = {
      mode: 'live',
      entries: [
        {
          kind: 'permission',
          what: 'contacts:create',
          verdict: 'granted',
          source: 'live',
          fetchedAtMs: 1,
          validUntilMs: null,
        },
      ],
    };
    const outcome = await pushOne(world, token, { ...contact({ orgId: HALDEN_UNITS.north }), pass });
    expect(brief(outcome)).toBe('refused PERMISSION_DENIED');
    expect(entriesOf(outcome)).toEqual([
      ['permission', `contacts:create@${HALDEN_UNITS.north}`, 'denied', 'live'],
      ['role', 'viewer', 'denied', 'cache'],
    ]);
  });

  test('says when, and until when what is cached holds', async () => {
    const clock = manualClock();
    world = await startWorld({ clock, sandbox: { clock } });
    const token = await signIn(world, HALDEN_EMPLOYEES.sales);
    await pushOne(world, token, mutation(contact(), clock));
    const cachedAtMs = clock.wallMs();
    clock.advance(60_000);
    const outcome = await pushOne(world, token, mutation(contact(), clock));
    if (outcome.kind !== 'decided') throw new Error(brief(outcome));
    const times = outcome.verdict.pass?.entries.map(({ kind, fetchedAtMs, validUntilMs }) => [
      kind,
      fetchedAtMs,
      validUntilMs,
    ]);
    const nowMs = clock.wallMs();
    expect(times).toEqual([
      ['permission', nowMs, null],
      ['role', cachedAtMs, cachedAtMs + 30 * 60_000],
      ['price', nowMs, null],
      ['limit', nowMs, null],
    ]);
  });
});
