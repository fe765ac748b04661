import { expect, test } from 'vitest';
import { openField, type Laptop } from './field.ts';
import { contactOf, counts, makeContact, run, synced } from './records.ts';

const pushes = ({ network }: Laptop): number => network.log.filter((path) => path === '/v1/push').length;

test('two laptops that merged each other’s changes are silent afterwards', async () => {
  await using field = await openField();
  const [one, two] = [await field.laptop('sanna.reyes'), await field.laptop('sanna.reyes')];
  const contactId = await makeContact(one, { tags: ['start'] });
  await synced(one, two);
  for (const laptop of [one, two]) laptop.network.isDown = true;
  for (const [laptop, tag] of [
    [one, 'eu'],
    [two, 'vip'],
  ] as const)
    await run(laptop, 'contacts.edit', { contactId, set: { tags: ['start', tag], jobTitle: tag } });
  for (const laptop of [one, two]) laptop.network.isDown = false;
  await synced(one, two, one);
  expect((await contactOf(one, contactId)).tags).toEqual((await contactOf(two, contactId)).tags);
  const { head } = await two.engine.call.sync.status();
  const before = [pushes(one), pushes(two)];
  for (let second = 0; second < 60; second += 5) for (const laptop of [one, two]) await laptop.clock.advance(5_000);
  await synced(one, two);
  expect([pushes(one), pushes(two)]).toEqual(before);
  expect((await two.engine.call.sync.status()).head).toBe(head);
});

test('a change that says what is there already is not sent, and the same one of two laptops moves the head once', async () => {
  await using field = await openField();
  const [one, two] = [await field.laptop('sanna.reyes'), await field.laptop('sanna.reyes')];
  const contactId = await makeContact(one, { jobTitle: 'Buyer' });
  await synced(one, two);
  const before = pushes(two);
  expect(await run(two, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } })).toMatchObject({
    status: 'applied',
  });
  expect((await counts(two)).queued).toBe(0);
  await synced(two);
  expect(pushes(two)).toBe(before);
  for (const laptop of [one, two]) laptop.network.isDown = true;
  for (const laptop of [one, two]) await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: 'Head buyer' } });
  for (const laptop of [one, two]) laptop.network.isDown = false;
  await synced(one);
  const { head } = await one.engine.call.sync.status();
  await synced(two, one);
  expect(await counts(two)).toMatchObject({ queued: 0, parked: 0, acknowledged: 1 });
  for (const laptop of [one, two]) expect((await laptop.engine.call.sync.status()).head).toBe(head);
});
