import { v7 as uuidV7 } from 'uuid';
import { expect, test } from 'vitest';
import { HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { openField } from './field.ts';
import { until } from './test-clock.ts';

const orgId = HALDEN_UNITS.northField;

test('a contact made on one laptop is on the other, with its history', async () => {
  await using field = await openField();
  const [a, b] = await Promise.all([field.laptop('sanna.reyes'), field.laptop('marten')]);
  const contactId = uuidV7();
  const run = await a.engine.call.mutations.run({
    name: 'contacts.create',
    args: { contactId, firstName: 'Ana', lastName: 'Muélle', orgId },
  });
  expect(run.status).toBe('checking');
  expect(await a.engine.call.sync.now()).toEqual({ kind: 'done' });
  expect(await b.engine.call.sync.now()).toEqual({ kind: 'done' });
  const { contact } = await b.engine.call.contacts.get({ contactId });
  expect(contact).toMatchObject({ firstName: 'Ana', lastName: 'Muélle', pending: null, orgId });
  const timeline = await b.engine.call.timeline.page({ of: { kind: 'contact', id: contactId }, limit: 10 });
  expect(timeline.items.map((entry) => entry.kind)).toEqual(['history']);
  const { hits } = await b.engine.call.search.query({ text: 'muel' });
  expect(hits.map(({ id }) => id)).toEqual([contactId]);
  await until(
    () => a.engine.call.outbox.list({ states: ['acknowledged'] }),
    (list) => list.length === 1,
  );
});
