import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CommitOutcome, Store } from '../../../sync/server/store/store.ts';
import { HALDEN_EMPLOYEES, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import {
  brief,
  mutation,
  newId,
  post,
  pullAll,
  push,
  pushOne,
  pushRaw,
  signIn,
  startWorld,
  type World,
} from './start-world.ts';

const DAY_MS = 24 * 60 * 60_000;

let world: World;
let token: string;
beforeEach(async () => {
  world = await startWorld();
  token = await signIn(world, HALDEN_EMPLOYEES.sales);
});
afterEach(() => world.close());

const company = () =>
  mutation({ name: 'companies.create', args: { companyId: newId(), name: 'Alder', orgId: HALDEN_UNITS.northField } });

/** The real store, whose next commits end as told: one outcome a commit, then as ever. */
function nextCommits(...ends: readonly (CommitOutcome | Error)[]): void {
  const { store } = world.server;
  const commitGroup = store.commitGroup.bind(store);
  const left = [...ends];
  const faulty: Pick<Store, 'commitGroup'> = {
    async commitGroup(write) {
      const end = left.shift();
      if (end instanceof Error) throw end;
      return end ?? commitGroup(write);
    },
  };
  Object.assign(store, faulty);
}

test('a push whose changes are run one by one is answered whole, also when another process writes in between', async () => {
  const fault = new Error('disk I/O error');
  nextCommits(fault, fault, { kind: 'moved' }, { kind: 'moved' });
  const answers = await push(world, token, [company(), company(), company()]);
  expect(answers.map(({ outcome }) => brief(outcome))).toEqual(['applied', 'applied', 'applied']);
  expect(brief(await pushOne(world, token, company()))).toBe('applied');
  expect((await pullAll(world, token)).rows).toHaveLength(8);
});

test('a change that cannot be stored is told so, the others of its push are applied, and it goes at the next try', async () => {
  const fault = new Error('database or disk is full');
  nextCommits(fault, fault, fault);
  const changes = [company(), company()];
  const answers = await push(world, token, changes);
  expect(answers.map(({ id, outcome }) => [id, brief(outcome)])).toEqual([
    [changes[0]?.id, 'later SERVER_BUSY'],
    [changes[1]?.id, 'applied'],
  ]);
  const again = await push(world, token, changes);
  expect(again.map(({ outcome }) => brief(outcome))).toEqual(['applied', 'duplicate applied']);
});

test('a push that waited while the answers to it were taken away is not run a second time', async () => {
  const { witness } = await pushRaw(world, token, [company()]);
  const lost = company();
  expect(brief(await pushOne(world, token, lost))).toBe('applied');
  const { store } = world.server;
  const readRemembered = store.readRemembered.bind(store);
  const forgetting: Pick<Store, 'readRemembered'> = {
    async readRemembered(tenantId, ids) {
      await world.server.compactNow();
      await world.server.compactNow(Date.now() + 181 * DAY_MS);
      return readRemembered(tenantId, ids);
    },
  };
  Object.assign(store, forgetting);
  const response = await post(world, '/v1/push', token, { deviceId: newId(), mutations: [lost], witness });
  expect([response.status, await response.json()]).toMatchObject([410, { code: 'CURSOR_EXPIRED' }]);
});
