import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { Step } from '../../../sync/server/server-hooks.ts';
import type { EndpointId } from '../../wrapper-sandbox/endpoint-of.ts';
import { available } from './away.ts';
import {
  createArgs,
  expectSentOnce,
  FAULTS,
  MINUTE,
  openDay,
  refusalOf,
  statusOf,
  WHO,
  type Day,
} from './faulty-day.ts';
import { openField, type Field } from './field.ts';
import { contactOf, counts, makeContact, run, synced } from './records.ts';
import { whilePassing } from './test-clock.ts';

async function refundsOf(field: Field): Promise<number> {
  const log = (await field.control('GET', 'log')) as readonly { readonly path: string }[];
  return log.filter(({ path }) => path.endsWith('/refund')).length;
}

describe.each(FAULTS)('$name', ({ name, faults, code }) => {
  /** An outage is tried at every step; a step fails by the same path for whatever is called unreachable or unfit. */
  const steps = <T>(first: T, ...others: readonly T[]): readonly T[] =>
    name === 'an outage' ? [first, ...others] : [first];

  test('at a sign-in: refused with the reason, nobody is signed in, and it works as soon as it is over', async () => {
    await using day = await openDay();
    const { clock } = day.laptop;
    for (const endpoint of ['validate', 'permissions', 'organizations', 'tenant'] as const) {
      // A laptop of its own: what one has heard before it does not ask for in full again.
      const { engine } = await day.another();
      const tokens = await day.field.tokens(WHO);
      await day.fault(faults, endpoint);
      const refusal = await refusalOf(whilePassing(clock, engine.host.session.signIn(tokens)));
      expect([endpoint, refusal.code]).toEqual([endpoint, code]);
      expect(refusal.message).toMatch(/wrapper/i);
      expect(await engine.call.session.status()).toMatchObject({ kind: 'signed-out' });
      await day.fault({});
      await clock.advance(MINUTE);
      await engine.host.session.signIn(await day.field.tokens(WHO));
      expect(await engine.call.session.status()).toMatchObject({ kind: 'signed-in', tenantName: 'Halden Instruments' });
    }
  });

  test.each(steps<EndpointId>('validate', 'permissions'))(
    'at %s while signed in: own work goes on, a priced change is a draft, and both arrive by themselves',
    async (endpoint) => {
      await using day = await openDay();
      const { laptop, field } = day;
      const contactId = await makeContact(laptop);
      await day.until(
        () => counts(laptop),
        ({ acknowledged }) => acknowledged === 1,
      );
      const before = await available(field);
      await day.fault(faults, endpoint);
      const away = await day.until(
        () => statusOf(day),
        ({ connection }) => connection !== 'online',
      );
      expect(away).toMatchObject({ connection: 'wrapper-away', windowStage: 'running' });
      expect(away.lastError?.code).toBe(code);
      expect(await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } })).toMatchObject({
        status: 'applied',
      });
      const newId = uuidV7();
      expect(await run(laptop, 'contacts.create', createArgs(newId))).toMatchObject({
        status: 'held',
        code: 'NEEDS_LIVE_CHECK',
      });
      await laptop.clock.advance(5 * MINUTE);
      expect(await counts(laptop)).toMatchObject({ acknowledged: 1, parked: 0, discarded: 0 });
      await day.fault({});
      await day.until(
        () => statusOf(day),
        ({ connection }) => connection === 'online',
      );
      await expectSentOnce(day, newId, before);
      expect(await contactOf(laptop, contactId)).toMatchObject({ jobTitle: 'Buyer', pending: null });
    },
  );

  // A value that did not change is confirmed without a body, and there is nothing to damage in that.
  test.each(faults.spoil === undefined ? [faults] : [])(
    'at the caches and credits: online all the while, what is here is shown as old, and fresh again afterwards',
    async () => {
      await using day = await openDay();
      const { laptop, field } = day;
      await day.until(
        () => laptop.engine.call.people.freshness(),
        (list) => list.length === 5,
      );
      const before = await available(field);
      await day.fault(faults, 'employee', 'organizations', 'roles', 'tenant', 'creditConfig', 'credits');
      for (const type of [
        'employee.changed',
        'organization.changed',
        'role.changed',
        'tenant.changed',
        'credit-config.changed',
      ])
        await field.control('POST', 'webhook', { type });
      await day.until(
        () => laptop.engine.call.people.freshness(),
        (list) => list.every(({ isStale }) => isStale),
      );
      await laptop.clock.advance(3 * MINUTE);
      expect((await laptop.engine.call.people.freshness()).every(({ isStale }) => isStale)).toBe(true);
      expect(await statusOf(day)).toMatchObject({ connection: 'online' });
      expect(await laptop.engine.call.people.organisation()).toMatchObject({
        isStale: true,
        value: { name: 'Halden Instruments' },
      });
      expect(await laptop.engine.call.people.tenant()).toMatchObject({ isStale: true, value: { currency: 'EUR' } });
      const contactId = await makeContact(laptop);
      await day.fault({});
      await day.until(
        () => laptop.engine.call.people.freshness(),
        (list) => list.every(({ isStale }) => !isStale),
      );
      await expectSentOnce(day, contactId, before);
    },
  );

  test('at the renewal of the token: reading and own work go on, and nothing is lost', async () => {
    await using day = await openDay();
    const { laptop } = day;
    const contactId = await makeContact(laptop);
    await day.until(
      () => counts(laptop),
      ({ acknowledged }) => acknowledged === 1,
    );
    await day.fault(faults, 'token');
    const away = await day.until(
      () => statusOf(day),
      ({ connection }) => connection !== 'online',
    );
    expect(away.lastError?.code).toBe(code);
    expect(await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } })).toMatchObject({
      status: 'applied',
    });
    expect(await laptop.engine.call.session.status()).toMatchObject({ kind: 'signed-in', isSignInNeeded: false });
    await day.fault({});
    await day.until(
      () => statusOf(day),
      ({ connection }) => connection === 'online',
    );
    await day.until(
      () => counts(laptop),
      ({ queued }) => queued === 0,
    );
    expect(await contactOf(laptop, contactId)).toMatchObject({ jobTitle: 'Buyer', pending: null });
  });

  test.each(steps<EndpointId>('consume', 'token', 'creditConfig'))(
    'between server and account service at %s: the change waits with its reason, then is charged once',
    async (endpoint) => {
      await using day = await openDay();
      const { laptop, field } = day;
      const before = await available(field);
      await day.fault(faults, endpoint);
      // A server that has just started holds no token of its own.
      if (endpoint === 'token') await field.restartServer();
      const contactId = await makeContact(laptop);
      const [waiting] = await day.until(
        () => laptop.engine.call.outbox.list({ states: ['queued'] }),
        ([item]) => (item?.attempts ?? 0) > 0,
      );
      const { lastError } = await statusOf(day);
      expect(['CHARGE_UNKNOWN', 'WRAPPER_UNREACHABLE']).toContain(waiting?.reason?.code ?? lastError?.code);
      await day.fault({});
      await expectSentOnce(day, contactId, before);
    },
  );

  const hasRefund = name === 'an outage' || name === 'answers that break off';
  test.each(hasRefund ? [faults] : [])(
    'at a refund: what was charged for nothing comes back once, and the change is paid once',
    async () => {
      const charged = Promise.withResolvers<void>();
      // The server is gone for good between the charge and its own commit.
      const at = (step: Step): Promise<void> | undefined => {
        if (step !== 'charge-consumed') return undefined;
        charged.resolve();
        return new Promise(() => undefined);
      };
      await using day = await openDay({ hooks: { at } });
      const { laptop, field } = day;
      const before = await available(field);
      const contactId = await makeContact(laptop);
      await charged.promise;
      laptop.network.unreachable.add(new URL(field.server.url).host);
      await day.fault(faults, 'refund');
      await field.restartServer();
      await day.until(
        () => refundsOf(field),
        (refunds) => refunds > 0,
      );
      expect(await counts(laptop)).toMatchObject({ acknowledged: 0, parked: 0, discarded: 0 });
      await day.fault({});
      await day.until(
        () => available(field),
        (left) => Math.abs(before - left) < 1e-6,
      );
      laptop.network.unreachable.clear();
      await expectSentOnce(day, contactId, before);
    },
  );
});

describe('the session', () => {
  const withQueue = async (day: Day): Promise<string> => {
    const { laptop, field } = day;
    const contactId = await makeContact(laptop);
    await day.until(
      () => counts(laptop),
      ({ acknowledged }) => acknowledged === 1,
    );
    laptop.network.unreachable.add(new URL(field.server.url).host);
    await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: 'Kept as typed' } });
    return contactId;
  };

  test('refused as ended asks for a new sign-in, keeps the queue, and goes on by itself when it is taken again', async () => {
    await using day = await openDay();
    const { laptop } = day;
    const contactId = await withQueue(day);
    await day.fault({ refuse: 'UNAUTHENTICATED' }, 'validate', 'permissions');
    await day.until(
      () => laptop.engine.call.session.status(),
      (status) => status.kind === 'signed-in' && status.isSignInNeeded,
    );
    expect(await counts(laptop)).toMatchObject({ queued: 1, parked: 0, discarded: 0 });
    expect(await contactOf(laptop, contactId)).toMatchObject({ jobTitle: 'Kept as typed' });
    await day.fault({});
    laptop.network.unreachable.clear();
    await day.until(
      () => laptop.engine.call.session.status(),
      (status) => status.kind === 'signed-in' && !status.isSignInNeeded,
    );
    await day.until(
      () => counts(laptop),
      ({ queued }) => queued === 0,
    );
    expect(await contactOf(laptop, contactId)).toMatchObject({ jobTitle: 'Kept as typed', pending: null });
  });

  test('a renewal that is refused asks for a new sign-in, after which the queue goes out', async () => {
    await using day = await openDay();
    const { laptop, field } = day;
    const contactId = await withQueue(day);
    await day.fault({ refuse: 'UNAUTHENTICATED' }, 'token');
    await day.until(
      () => laptop.engine.call.session.status(),
      (status) => status.kind === 'signed-in' && status.isSignInNeeded,
    );
    await day.fault({});
    laptop.network.unreachable.clear();
    await laptop.engine.host.session.signIn(await field.tokens(WHO));
    await day.until(
      () => counts(laptop),
      ({ queued }) => queued === 0,
    );
    expect(await contactOf(laptop, contactId)).toMatchObject({ jobTitle: 'Kept as typed', pending: null });
  });

  test('refused as revoked ends at once; the same user finds the unsent work after the next sign-in', async () => {
    await using day = await openDay();
    const { laptop, field } = day;
    const contactId = await withQueue(day);
    await day.fault({ refuse: 'SESSION_REVOKED' }, 'validate');
    await day.until(
      () => laptop.engine.call.session.status(),
      ({ kind }) => kind === 'signed-out',
    );
    expect(await laptop.engine.call.session.status()).toMatchObject({ reason: 'revoked' });
    await day.fault({});
    laptop.network.unreachable.clear();
    await laptop.engine.host.session.signIn(await field.tokens(WHO));
    await day.until(
      () => counts(laptop),
      ({ queued }) => queued === 0,
    );
    await synced(laptop);
    expect(await contactOf(laptop, contactId)).toMatchObject({ jobTitle: 'Kept as typed', pending: null });
  });
});

test.each([
  ['ahead by a day', 24 * 60 * MINUTE],
  ['back by two hours', -2 * 60 * MINUTE],
])(
  'a laptop’s clock set %s in an outage gives no more window, loses nothing, and is put right by the next contact',
  async (_name, byMs) => {
    await using field = await openField();
    const laptop = await field.laptop(WHO);
    const contactId = await makeContact(laptop);
    await synced(laptop);
    const before = await available(field);
    await field.control('PUT', 'faults', { outage: true });
    laptop.clock.setWall(laptop.clock.wallMs() + byMs);
    await laptop.clock.advance(2 * MINUTE);
    const status = await laptop.engine.call.sync.status();
    expect(status.connection).not.toBe('online');
    expect(status.windowLeftMs).toBeLessThanOrEqual(29 * MINUTE);
    await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: 'Kept as typed' } });
    await field.control('PUT', 'faults', {});
    laptop.clock.setWall(Date.now());
    await whilePassing(laptop.clock, synced(laptop));
    expect(await laptop.engine.call.sync.status()).toMatchObject({
      connection: 'online',
      counts: { queued: 0, held: 0, parked: 0 },
    });
    expect(await contactOf(laptop, contactId)).toMatchObject({ jobTitle: 'Kept as typed', pending: null });
    expect(await available(field)).toBeCloseTo(before, 6);
  },
);
