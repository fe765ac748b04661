import { v7 as uuidV7 } from 'uuid';
import { expect, test } from 'vitest';
import { preferenceId } from '../../../sync/model/kinds/preference.ts';
import { HALDEN_EMPLOYEES } from '../../wrapper-sandbox/demo-tenant.ts';
import { away, back } from './away.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { findWords } from './find-words.ts';
import { counts, run, synced } from './records.ts';
import { until, whilePassing } from './test-clock.ts';

const { sales: sanna } = HALDEN_EMPLOYEES;

const set = (laptop: Laptop, name: string, value: string) =>
  run(laptop, 'preferences.set', { preferenceId: preferenceId(sanna, name), name, value });
const read = (laptop: Laptop) => laptop.engine.call.preferences.get();

const twoLaptops = (field: Field) => Promise.all([field.laptop('sanna.reyes'), field.laptop('sanna.reyes')]);

test('a setting follows its person to another laptop and is nowhere on anybody else’s', async () => {
  await using field = await openField();
  const [first, second] = await twoLaptops(field);
  const [marten, admin] = await Promise.all([field.laptop('marten'), field.laptop('admin')]);
  expect(await read(first)).toEqual({});
  expect((await set(first, 'colourScheme', 'Sonnenuntergang')).status).toBe('applied');
  expect(await read(first)).toEqual({ colourScheme: 'Sonnenuntergang' });
  await synced(first, second, marten, admin);
  expect(await read(second)).toEqual({ colourScheme: 'Sonnenuntergang' });
  for (const [laptop, who] of [[marten, 'marten'] as const, [admin, 'admin'] as const]) {
    expect(await read(laptop)).toEqual({});
    expect(await findWords(field, { laptop, who, words: ['Sonnenuntergang'] })).toEqual([]);
  }
});

test('set on two laptops before they met it is one setting, and the later value stands', async () => {
  await using field = await openField();
  const [first, second] = await twoLaptops(field);
  await synced(first, second);
  await away(first, second);
  await set(first, 'colourScheme', 'dark');
  await second.clock.advance(1_000);
  await set(second, 'colourScheme', 'light');
  await set(second, 'letterKeys', 'off');
  await back(second);
  await back(first);
  await synced(second);
  const all = { colourScheme: 'light', letterKeys: 'off' };
  expect([await read(first), await read(second)]).toEqual([all, all]);
  for (const laptop of [first, second]) expect(await counts(laptop)).toMatchObject({ queued: 0, parked: 0 });
});

test('nobody sets a setting of somebody else, on the laptop or past it', async () => {
  await using field = await openField();
  const marten = await field.laptop('marten');
  const args = { preferenceId: preferenceId(sanna, 'colourScheme'), name: 'colourScheme', value: 'dark' };
  expect(await run(marten, 'preferences.set', args)).toMatchObject({ status: 'refused', code: 'INVALID' });
  const { accessToken } = await field.tokens('marten');
  const wire = { id: uuidV7(), name: 'preferences.set', version: 1, args, seen: {}, after: [] };
  const stamps = { wallMs: Date.now(), hlc: `${String(Date.now()).padStart(15, '0')}-00000` };
  const mutations = [{ ...wire, ...stamps, pass: { mode: 'lease', entries: [] } }];
  const response = await fetch(`${field.server.url}/v1/push`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      'satchel-protocol': '1',
    },
    body: JSON.stringify({ deviceId: uuidV7(), mutations }),
  });
  expect(await response.json()).toMatchObject({
    answers: [{ outcome: { verdict: { kind: 'refused', code: 'INVALID', field: 'preferenceId' } } }],
  });
});

test('a person is no unit: a record cannot be put where one person alone would see it', async () => {
  await using field = await openField();
  const laptop = await field.laptop('sanna.reyes');
  const args = { companyId: uuidV7(), name: 'Norvik', orgId: sanna };
  expect(await run(laptop, 'companies.create', args)).toMatchObject({ status: 'refused' });
  const session = await laptop.engine.call.session.status();
  expect(session.kind === 'signed-in' && session.orgIds.includes(sanna)).toBe(false);
});

test('after the window a setting counts at once, and is sent when the account service has answered', async () => {
  await using field = await openField();
  const [first, second] = await twoLaptops(field);
  await synced(first, second);
  await away(first);
  await first.clock.advance(31 * 60_000);
  expect((await set(first, 'colourScheme', 'dark')).status).toBe('held');
  expect(await read(first)).toEqual({ colourScheme: 'dark' });
  first.network.isDown = false;
  await synced(first);
  const isSent = until(
    () => counts(first),
    ({ acknowledged }) => acknowledged === 1,
  );
  await whilePassing(first.clock, isSent);
  await synced(second);
  expect(await read(second)).toEqual({ colourScheme: 'dark' });
});
