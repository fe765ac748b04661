import { cpSync } from 'node:fs';
import { expect, test } from 'vitest';
import { actionsOn, away, backUp, restore } from './away.ts';
import { openField, type Laptop } from './field.ts';
import { killSyncAt } from './killed-sync.ts';
import { contactOf, counts, makeContact, run, synced } from './records.ts';

async function namesOn({ engine }: Laptop): Promise<readonly unknown[]> {
  const sort = { field: 'lastName', direction: 'asc' } as const;
  const { items } = await engine.call.contacts.page({ sort, filter: {}, limit: 50 });
  return items.map(({ lastName, jobTitle, phone, pending }) => [lastName, jobTitle, phone, pending]);
}

test('a rebuild that is killed at any of its transactions is finished by the next start: nothing lost or doubled', async () => {
  await using field = await openField();
  const [sanna, admin] = [await field.laptop('sanna.reyes'), await field.laptop('admin')];
  const kept = await makeContact(sanna, { lastName: 'Kept' });
  await synced(sanna, admin);
  await backUp(field);
  const lost = await makeContact(sanna, { lastName: 'Lost' });
  await run(sanna, 'contacts.edit', { contactId: lost, set: { jobTitle: 'Buyer' } });
  await makeContact(admin, { lastName: 'Gone' });
  await synced(sanna, admin, sanna);
  await away(sanna);
  await run(sanna, 'contacts.edit', { contactId: kept, set: { phone: '01 482' } });
  await sanna.engine.close();
  await admin.engine.close();
  await restore(field);
  const other = await field.laptop('marten');
  await makeContact(other, { lastName: 'New' });
  await synced(other);

  let kills = 0;
  for (let nth = 1; ; nth += 1) {
    const [dataDir, snapshot] = [`${sanna.dataDir}-${nth}`, `${sanna.dataDir}-${nth}-killed`];
    cpSync(sanna.dataDir, dataDir, { recursive: true });
    if (!(await killSyncAt({ field, who: 'sanna.reyes', dataDir, nth, snapshot }))) break;
    kills += 1;
    const again = await field.laptop('sanna.reyes', { dataDir: snapshot });
    await synced(again);
    await synced(again);
    expect([nth, await namesOn(again)]).toEqual([
      nth,
      [
        ['Kept', null, '01 482', null],
        ['Lost', 'Buyer', null, null],
        ['New', null, null, null],
      ],
    ]);
    expect(await counts(again)).toMatchObject({ queued: 0, sending: 0, held: 0, parked: 0, acknowledged: 4 });
    expect((await again.engine.call.search.query({ text: 'gone' })).hits).toEqual([]);
    expect((await again.engine.call.search.query({ text: 'lost' })).hits.length).toBe(1);
    await again.engine.close();
  }
  expect(kills).toBeGreaterThan(10);
  await synced(other);
  expect(await actionsOn(other, lost)).toEqual(['changed', 'created']);
  expect(await contactOf(other, kept)).toMatchObject({ phone: '01 482' });
}, 120_000);
