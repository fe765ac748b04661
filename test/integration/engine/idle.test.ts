import { expect, test } from 'vitest';
import { openField, type Laptop } from './field.ts';
import { contactOf, makeContact, run, synced } from './records.ts';

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
