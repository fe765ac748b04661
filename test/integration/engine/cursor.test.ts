import { cpSync } from 'node:fs';
import { v7 as uuidV7 } from 'uuid';
import { expect, test } from 'vitest';
import { loadDemo } from '../../../resources/scripts/demo-data/load-demo.ts';
import type { OpenUser } from '../../../main/engine/open-user.ts';
import { KIND_NAMES } from '../../../sync/model/kinds/all-kinds.ts';
import { actionsOn, available, away } from './away.ts';
import { openField, type Field } from './field.ts';
import { killSyncAt, openFiles, syncFiles } from './killed-sync.ts';
import { contactOf, counts, makeContact, run, synced } from './records.ts';
import { until } from './test-clock.ts';

/** Sees the whole tenant, which is several pages. */
const READER = 'admin';
const WHO = 'sanna.reyes';

const rowsOf = ({ db }: OpenUser): readonly string[] =>
  KIND_NAMES.flatMap((kind) =>
    db.read
      .prepared<[], { id: string; serverSeq: number }>(`select id, serverSeq from "${kind}"`)
      .all([])
      .map(({ id, serverSeq }) => `${kind}:${id}:${serverSeq}`),
  ).toSorted();

/** A laptop that has signed in and pulled nothing, beside a server with the small demo tenant. */
async function emptyLaptop(field: Field): Promise<string> {
  const reader = await field.laptop(READER, { isSignedOut: true });
  await reader.engine.close();
  await loadDemo(field.server.store, { size: 'small', nowMs: Date.UTC(2026, 5, 1) });
  return reader.dataDir;
}

async function wholeReplica(field: Field, dataDir: string): Promise<readonly string[]> {
  const user = await openFiles(field, READER, dataDir);
  await syncFiles(field, READER, user);
  const rows = rowsOf(user);
  user.close();
  return rows;
}

test('a first sync that is killed at any transaction goes on from its cursor and misses no row', async () => {
  await using field = await openField();
  const dataDir = await emptyLaptop(field);
  const expected = await wholeReplica(field, `${dataDir}-whole`);
  expect(expected.length).toBeGreaterThan(4_000);
  let kills = 0;
  for (let nth = 1; ; nth += 1) {
    const [killed, snapshot] = [`${dataDir}-${nth}`, `${dataDir}-${nth}-killed`];
    if (!(await killSyncAt({ field, who: READER, dataDir: killed, nth, snapshot }))) break;
    kills += 1;
    expect(await wholeReplica(field, snapshot)).toEqual(expected);
  }
  expect(kills).toBeGreaterThanOrEqual(3);
}, 120_000);

test('a full disk in the middle of a page stops the pull, and with more space it ends with every row', async () => {
  await using field = await openField();
  const dataDir = await emptyLaptop(field);
  const expected = await wholeReplica(field, `${dataDir}-whole`);
  const user = await openFiles(field, READER, dataDir);
  const pragma = (text: string) =>
    user.db.write('normal', (tx) => tx.prepared<[], Readonly<Record<string, number>>>(`pragma ${text}`).first([]));
  let full = 0;
  for (let limit = Number(pragma('page_count')?.['page_count']); ; limit += 120) {
    pragma(`max_page_count = ${limit}`);
    const outcome = await syncFiles(field, READER, user).then(
      () => 'done',
      (error: unknown) => (error as { readonly code: string }).code,
    );
    if (outcome === 'done') break;
    expect(outcome).toBe('DISK_FULL');
    full += 1;
  }
  expect(full).toBeGreaterThan(4);
  expect(rowsOf(user)).toEqual(expected);
  user.close();
}, 60_000);

test('a push that is killed at any transaction is decided once: one row, one history row, one charge', async () => {
  await using field = await openField();
  const sanna = await field.laptop(WHO);
  await synced(sanna);
  const before = await available(field);
  const ids = [uuidV7(), uuidV7()];
  for (const contactId of ids) await makeContact(sanna, { contactId });
  await synced(sanna);
  await away(sanna);
  for (const contactId of ids) await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  await sanna.engine.close();
  let kills = 0;
  for (let nth = 1; ; nth += 1) {
    const [dataDir, snapshot] = [`${sanna.dataDir}-${nth}`, `${sanna.dataDir}-${nth}-killed`];
    cpSync(sanna.dataDir, dataDir, { recursive: true });
    if (!(await killSyncAt({ field, who: WHO, dataDir, nth, snapshot }))) break;
    kills += 1;
    const again = await field.laptop(WHO, { dataDir: snapshot });
    await synced(again);
    expect(await counts(again)).toMatchObject({ queued: 0, sending: 0, parked: 0, acknowledged: 4 });
    for (const contactId of ids) {
      expect(await contactOf(again, contactId)).toMatchObject({ jobTitle: 'Buyer', pending: null });
      expect(await actionsOn(again, contactId)).toEqual(['changed', 'created']);
    }
    await again.engine.close();
  }
  expect(kills).toBeGreaterThanOrEqual(3);
  expect(before - (await available(field))).toBeCloseTo(0.2, 6);
}, 60_000);

test.each(['/v1/push', '/v1/pull'])(
  'lost answers of %s change nothing twice',
  async (path) => {
    await using field = await openField();
    const sanna = await field.laptop(WHO);
    await synced(sanna);
    const before = await available(field);
    const asked = () => sanna.network.log.filter((each) => each === path).length;
    const enough = asked() + 4;
    for (let times = 0; times < 3; times += 1) sanna.network.loseNextAnswer(path);
    const contactId = await makeContact(sanna);
    await until(
      async () => {
        await sanna.clock.advance(5_000);
        return counts(sanna);
      },
      ({ acknowledged, queued }) => acknowledged === 1 && queued === 0 && asked() >= enough,
      20_000,
    );
    await synced(sanna);
    expect(await actionsOn(sanna, contactId)).toEqual(['created']);
    expect(before - (await available(field))).toBeCloseTo(0.1, 6);
  },
  30_000,
);
