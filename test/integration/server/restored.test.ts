import { copyFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PullResponse } from '../../../sync/protocol/pull.ts';
import { HALDEN_EMPLOYEES, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { mutation, newId, post, pull, push, pushRaw, signIn, startWorld, type World } from './start-world.ts';

const { south } = HALDEN_UNITS;
let world: World;
let admin: string;
beforeEach(async () => {
  world = await startWorld();
  admin = await signIn(world, HALDEN_EMPLOYEES.admin);
});
afterEach(() => world.close());

const company = () => mutation({ name: 'companies.create', args: { companyId: newId(), name: 'Alder', orgId: south } });
/** Each makes a row and its history: two numbers. */
const write = (count: number) => push(world, admin, Array.from({ length: count }, company));

const answerTo = async (body: object): Promise<PullResponse> =>
  (await (await post(world, '/v1/pull', admin, body)).json()) as PullResponse;

/** A copy as an operator makes it, without stopping the server. */
function backUp(): string {
  const path = world.databaseUrl.slice('sqlite:'.length);
  const database = new Sqlite(path);
  database.exec(`vacuum into '${path}.backup'`);
  database.close();
  return `${path}.backup`;
}

const restore = async (backup: string): Promise<void> => {
  world = await world.restart({}, (path) => copyFileSync(backup, path));
};

test('a copy that was made while the server ran is known by the number where its last boot ends', async () => {
  await write(5);
  const early = await answerTo({ cursor: null });
  const backup = backUp();
  await write(3);
  const late = await answerTo({ cursor: null });
  expect([early.head, late.head]).toEqual([10, 16]);
  await restore(backup);
  await write(4);
  expect(await answerTo({ cursor: early.cursor, witness: early.witness })).toMatchObject({ isReset: false, head: 18 });
  const reset = await answerTo({ cursor: late.cursor, witness: late.witness });
  expect(reset).toMatchObject({ isReset: true, sharedSeq: 10, areAnswersKept: true, head: 18 });
  expect(reset.rows.length).toBe(18);
  expect(await answerTo({ cursor: reset.cursor, witness: reset.witness })).toMatchObject({ isReset: false, rows: [] });
});

test('a reader that keeps only its cursor is told, too', async () => {
  await write(1);
  const backup = backUp();
  await write(1);
  const { cursor } = await pull(world, admin, { cursor: null });
  await restore(backup);
  expect(await pull(world, admin, { cursor })).toMatchObject({ isReset: true, sharedSeq: 2 });
});

test('boots after the backup are unknown, and the newest known one says how far both agree', async () => {
  await write(2);
  world = await world.restart();
  await write(2);
  const backup = backUp();
  for (let start = 0; start < 3; start += 1) {
    world = await world.restart();
    await write(1);
  }
  const { witness, head } = await answerTo({ cursor: null });
  await restore(backup);
  world = await world.restart();
  await write(20);
  expect(head).toBe(14);
  expect(await answerTo({ cursor: null, witness })).toMatchObject({ isReset: true, sharedSeq: 8 });
});

test('changes that rest on a lost history are not decided before their sender has pulled', async () => {
  await write(1);
  const backup = backUp();
  const { witness } = await pushRaw(world, admin, [company()]);
  await restore(backup);
  const body = { deviceId: newId(), witness, mutations: [company()] };
  const refused = await post(world, '/v1/push', admin, body);
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([410, 'CURSOR_EXPIRED']);
  expect((await pull(world, admin, { cursor: null })).head).toBe(2);
});

test('any number of restarts and compactions with nothing lost resets nobody', async () => {
  await write(1);
  const { cursor, witness } = await pull(world, admin, { cursor: null });
  for (let start = 0; start < 20; start += 1) {
    world = await world.restart();
    if (start % 3 === 0) await write(1);
  }
  await world.server.compactNow();
  const response = await post(world, '/v1/pull', admin, { cursor, witness });
  const page = (await response.json()) as { isReset: boolean; rows: unknown[] };
  expect([response.status, page.isReset, page.rows.length]).toEqual([200, false, 14]);
}, 20_000);

test('a made-up witness resets the one who sends it and nobody else', async () => {
  await write(1);
  const { cursor, epoch } = await pull(world, admin, { cursor: null });
  const forged = Buffer.from(JSON.stringify({ epoch, boots: ['forged'], head: 1_000 })).toString('base64url');
  for (const witness of [forged, 'x', Buffer.from('{}').toString('base64url')]) {
    const page = await (await post(world, '/v1/pull', admin, { cursor, witness })).json();
    expect(page).toMatchObject({ isReset: true, sharedSeq: 0, epoch });
    const pushed = await post(world, '/v1/push', admin, { deviceId: newId(), witness, mutations: [company()] });
    expect(pushed.status).toBe(410);
  }
  expect(await pull(world, admin, { cursor })).toMatchObject({ isReset: false, rows: [], epoch });
});
