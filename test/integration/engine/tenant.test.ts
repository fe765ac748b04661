import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { HALDEN_TENANT_ID } from '../../wrapper-sandbox/demo-tenant.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { codeOf, makeContact, makePipeline, orgId, run, synced } from './records.ts';
import { pause, until } from './test-clock.ts';

const SANNA = 'sanna.reyes';

async function change(field: Field, tenant: object): Promise<void> {
  await field.control('PUT', `tenants/${HALDEN_TENANT_ID}`, tenant);
  await field.control('POST', 'webhook', { type: 'tenant.changed', tenantId: HALDEN_TENANT_ID });
}

const tenantOf = async (laptop: Laptop) => (await laptop.engine.call.people.tenant()).value;

const FEATURES = { deals: true, files: true, reports: true, customFields: true, import: true };

const newDeal = (pipelineId: string) => ({
  dealId: uuidV7(),
  title: 'Sensor retrofit',
  orgId,
  currency: 'EUR',
  valueMinor: 100,
  pipelineId,
});

describe('a changed tenant', () => {
  test('is known on the laptop within a moment of the webhook, without a restart', async () => {
    await using field = await openField();
    const sanna = await field.laptop(SANNA);
    await synced(sanna);
    await change(field, {
      name: 'Halden Group',
      currency: 'NOK',
      locale: 'nb-NO',
      offlineWindowMinutes: 10,
      branding: { accentColor: '#aa3366' },
    });
    const shown = await until(
      () => tenantOf(sanna),
      (tenant) => tenant?.name === 'Halden Group',
    );
    expect(shown).toMatchObject({
      currency: 'NOK',
      locale: 'nb-NO',
      offlineWindowMinutes: 10,
      accentColor: '#aa3366',
    });
    expect((await sanna.engine.call.sync.status()).windowMs).toBe(10 * 60_000);
    expect(await sanna.engine.call.session.status()).toMatchObject({ tenantName: 'Halden Group' });
  });

  test('stays known without the network', async () => {
    await using field = await openField();
    const sanna = await field.laptop(SANNA);
    await change(field, { name: 'Halden Group' });
    await until(
      () => tenantOf(sanna),
      (tenant) => tenant?.name === 'Halden Group',
    );
    sanna.network.isDown = true;
    const again = await sanna.restart();
    again.network.isDown = true;
    expect(await tenantOf(again)).toMatchObject({ name: 'Halden Group' });
  });
});

describe('a feature that is switched off', () => {
  test('refuses its changes on the laptop and on the server with the same code, and says what unblocks it', async () => {
    await using field = await openField();
    const admin = await field.laptop('admin');
    const pipelineId = await makePipeline(admin);
    await synced(admin);
    const sanna = await field.laptop(SANNA);
    await synced(sanna);
    await change(field, { features: { ...FEATURES, deals: false } });
    await until(
      () => tenantOf(sanna),
      (tenant) => tenant?.features['deals'] === false,
    );
    const refused = await run(sanna, 'deals.create', newDeal(pipelineId));
    expect([refused.status, refused.code]).toEqual(['refused', 'FEATURE_OFF']);
    const explained = await sanna.engine.call.mutations.explain({ name: 'deals.create', args: newDeal(pipelineId) });
    expect(explained).toMatchObject({ status: 'refused', code: 'FEATURE_OFF' });
    expect(explained.unblocks).toMatch(/administrator/);
    expect((await run(sanna, 'contacts.create', { contactId: uuidV7(), lastName: 'Moe', orgId })).status).not.toBe(
      'refused',
    );
  });

  test('parks what was made before the laptop knew, and it goes out once the feature is on again', async () => {
    await using field = await openField();
    const admin = await field.laptop('admin');
    const pipelineId = await makePipeline(admin);
    await synced(admin);
    const sanna = await field.laptop(SANNA);
    await synced(sanna);
    sanna.network.refuses = (path) => path === '/v1/push';
    await run(sanna, 'deals.create', newDeal(pipelineId));
    await change(field, { features: { ...FEATURES, deals: false } });
    sanna.network.refuses = () => false;
    await synced(sanna);
    const [parked] = await sanna.engine.call.outbox.list({ states: ['parked'] });
    expect(parked?.reason?.code).toBe('FEATURE_OFF');
    const retry = () => sanna.engine.call.outbox.resolve({ mutationId: parked?.mutationId ?? '', choice: 'retry' });
    await until(
      () => tenantOf(sanna),
      (tenant) => tenant?.features['deals'] === false,
    );
    expect(await codeOf(retry())).toBe('INVALID');
    await change(field, { features: FEATURES });
    await until(
      () => tenantOf(sanna),
      (tenant) => tenant?.features['deals'] === true,
    );
    await retry();
    await synced(sanna);
    expect(await sanna.engine.call.outbox.list({ states: ['parked', 'queued'] })).toEqual([]);
  });

  test('import is off for every kind of record', async () => {
    await using field = await openField();
    const manager = await field.laptop('manager');
    await synced(manager);
    await change(field, { features: { ...FEATURES, import: false } });
    await until(
      () => tenantOf(manager),
      (tenant) => tenant?.features['import'] === false,
    );
    const rows = [{ line: 2, contactId: uuidV7(), lastName: 'Moe' }];
    const args = { importId: uuidV7(), fileName: 'fair.csv', orgId, rows };
    expect((await run(manager, 'contacts.importBatch', args)).code).toBe('FEATURE_OFF');
  });
});

describe('a webhook about people', () => {
  test('a role that is taken away switches its writes off on the laptop', async () => {
    await using field = await openField();
    const sanna = await field.laptop(SANNA);
    const contactId = await makeContact(sanna);
    await synced(sanna);
    const explain = () =>
      sanna.engine.call.mutations.explain({ name: 'contacts.edit', args: { contactId, set: { phone: '1' } } });
    expect((await explain()).status).toBe('applied');
    const { employeeId } = await field.tokens(SANNA);
    await field.control('PUT', `employees/${employeeId}`, { roles: ['viewer'] });
    await field.control('POST', 'webhook', { type: 'role.changed', employeeId });
    expect(await until(explain, ({ status }) => status === 'refused')).toMatchObject({ code: 'PERMISSION_DENIED' });
    const session = () => sanna.engine.call.session.status();
    const told = await until(session, (status) => status.kind === 'signed-in' && status.roles.includes('viewer'));
    expect(told).toMatchObject({ roleNames: ['Viewer'] });
  });

  test('a permission that is taken away without a word is told to the window at the next validation', async () => {
    await using field = await openField();
    const sanna = await field.laptop(SANNA);
    const contactId = await makeContact(sanna);
    await synced(sanna);
    await untilQuiet(sanna);
    const told = new Set<string>();
    const changes = await sanna.engine.call.live.changes();
    const listening = (async () => {
      for await (const { topics } of changes) topics.forEach((topic) => told.add(topic));
    })();
    const { employeeId } = await field.tokens(SANNA);
    await field.control('PUT', `employees/${employeeId}`, { roles: ['viewer'] });
    // A new stream of events asks for everything again, and would tell it too.
    sanna.network.refuses = (path) => path === '/v1/events';
    await sanna.clock.advance(61_000);
    const edit = { name: 'contacts.edit', args: { contactId, set: { phone: '1' } } };
    await until(
      () => sanna.engine.call.mutations.explain(edit),
      ({ code }) => code === 'PERMISSION_DENIED',
    );
    await until(
      () => told.has('people'),
      (isTold) => isTold,
    );
    await sanna.engine.close();
    await listening;
  });

  test('a price that changed is asked for again', async () => {
    await using field = await openField();
    const sanna = await field.laptop(SANNA);
    await synced(sanna);
    const before = await untilQuiet(sanna);
    await sanna.clock.advance(1000);
    await field.control('POST', 'webhook', { type: 'credit-config.changed', tenantId: HALDEN_TENANT_ID });
    const after = await until(
      () => pricesAtMs(sanna),
      (atMs) => atMs > before,
    );
    expect(after).toBe(before + 1000);
  });
});

const pricesAtMs = async (laptop: Laptop): Promise<number> =>
  (await laptop.engine.call.people.freshness()).find(({ topic }) => topic === 'credit-config')?.cachedAtMs ?? 0;

/** Until events are listened to, and everything is here that is asked for when that begins. */
async function untilQuiet(laptop: Laptop): Promise<number> {
  await until(
    () => laptop.network.log.includes('/v1/events'),
    (isListening) => isListening,
  );
  for (let calls = -1; calls !== laptop.network.log.length; await pause(200)) calls = laptop.network.log.length;
  return pricesAtMs(laptop);
}
