import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BucketResponse, SumsResponse } from '../../../sync/protocol/sums.ts';
import { addDigest, NO_ROWS, type Sum } from '../../../sync/protocol/sums.ts';
import { digestOf } from '../../../sync/protocol/row-digest.ts';
import { loadDemo } from '../../../resources/scripts/demo-data/load-demo.ts';
import { HALDEN_EMPLOYEES, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { PANNON_EMPLOYEES } from '../../wrapper-sandbox/second-tenant.ts';
import { mutation, newId, post, pull, pullAll, push, signIn, startWorld, type World } from './start-world.ts';

const NOW_MS = Date.UTC(2026, 5, 1);
const { northField, south } = HALDEN_UNITS;
let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

type Answer = SumsResponse & { readonly code?: string };

async function sums(token: string, cursor: string, from: SumsResponse['next'] = null): Promise<Answer> {
  return (await (await post(world, '/v1/sums', token, { cursor, from })).json()) as Answer;
}

async function allSums(token: string, cursor: string): Promise<SumsResponse[]> {
  const answers = [await sums(token, cursor)];
  for (let next = answers[0]?.next ?? null; next !== null; next = answers.at(-1)?.next ?? null)
    answers.push(await sums(token, cursor, next));
  return answers;
}

async function bucket(token: string, cursor: string, which: object) {
  const response = await post(world, '/v1/bucket', token, { cursor, bucket: which });
  return (await response.json()) as BucketResponse & { readonly code?: string };
}

const company = (orgId: string) =>
  mutation({ name: 'companies.create', args: { companyId: newId(), name: 'Alder', orgId } });
const altered = (cursor: string, change: object): string =>
  Buffer.from(
    JSON.stringify({ ...(JSON.parse(Buffer.from(cursor, 'base64url').toString()) as object), ...change }),
  ).toString('base64url');

function totals(answers: readonly SumsResponse[]): Record<string, Sum> {
  const added: Record<string, Sum> = {};
  for (const { buckets } of answers) {
    for (const [kind, [count, high, low]] of buckets.flatMap((each) => Object.entries(each.sums))) {
      const [known, knownHigh, knownLow] = added[kind] ?? NO_ROWS;
      added[kind] = [known + count, (knownHigh + high) >>> 0, (knownLow + low) >>> 0];
    }
  }
  return added;
}

test.each(['admin', 'sales'] as const)(
  'the sums of a scope are those of the rows that a pull brings: %s',
  async (who) => {
    await loadDemo(world.server.store, { size: 'small', nowMs: NOW_MS });
    const token = await signIn(world, HALDEN_EMPLOYEES[who]);
    const { rows, cursor } = await pullAll(world, token);
    const wanted: Record<string, Sum> = {};
    for (const [kind, id, seq, orgId, isDeleted, fields] of rows) {
      const digest = digestOf({ kind, id, seq, orgId, isDeleted: isDeleted === 1, fields: fields ?? {} });
      wanted[kind] = addDigest(wanted[kind] ?? NO_ROWS, digest);
    }
    const answers = await allSums(token, cursor);
    expect(totals(answers)).toEqual(wanted);
    expect(answers.length).toBeGreaterThan(1);
    const buckets = answers.flatMap((answer) => answer.buckets);
    for (const [index, { unit, fromSeq }] of buckets.entries()) {
      const before = buckets[index - 1];
      expect(fromSeq).toBe(before?.unit === unit ? before.toSeq : 0);
    }
    expect(new Set(buckets.map(({ unit }) => unit)).size).toBeGreaterThan(1);
  },
);

test('what changed after the cursor is named and not counted, and the rest is as it was', async () => {
  const token = await signIn(world, HALDEN_EMPLOYEES.admin);
  const [one, two] = [company(northField), company(northField)];
  await push(world, token, [one, two]);
  const { cursor } = await pullAll(world, token);
  const before = totals(await allSums(token, cursor));
  const { companyId } = one.args as { companyId: string };
  const edit = mutation({
    name: 'companies.edit',
    args: { companyId, set: { name: 'Birch' } },
    seen: { [`company:${companyId}:name`]: { kind: 'value', value: { name: 'Alder' } } },
  });
  await push(world, token, [edit]);
  const after = await sums(token, cursor);
  expect(after.changedSince).toContain(`company:${companyId}`);
  expect([before['company']?.[0], totals([after])['company']?.[0]]).toEqual([2, 1]);
  const { rows } = await bucket(token, cursor, { unit: northField, fromSeq: 0, toSeq: 1_000_000 });
  expect(rows.filter(([kind]) => kind === 'company').map(([, id]) => id)).toEqual([
    (two.args as { companyId: string }).companyId,
  ]);
});

test('a unit out of scope is an empty one, whatever the cursor or the request say', async () => {
  const admin = await signIn(world, HALDEN_EMPLOYEES.admin);
  await push(world, admin, [company(south), company(northField)]);
  const rep = await signIn(world, HALDEN_EMPLOYEES.sales);
  const { cursor } = await pullAll(world, rep);
  const { rows } = await bucket(rep, cursor, { unit: south, fromSeq: 0, toSeq: 1_000_000 });
  expect(rows).toEqual([]);
  expect((await bucket(rep, cursor, { unit: northField, fromSeq: 0, toSeq: 1_000_000 })).rows.length).toBeGreaterThan(
    0,
  );
  expect((await allSums(rep, cursor)).flatMap(({ buckets }) => buckets.map(({ unit }) => unit))).not.toContain(south);
  expect((await sums(rep, altered(cursor, { units: [northField, south].toSorted() }))).code).toBe('CURSOR_EXPIRED');
  expect((await sums(rep, cursor, { unit: south, seq: 0 })).code).toBe('BAD_REQUEST');
});

test('a cursor that was not made here for a whole replica is refused', async () => {
  const token = await signIn(world, HALDEN_EMPLOYEES.admin);
  await push(world, token, [company(northField)]);
  const { cursor } = await pullAll(world, token);
  const ofKinds = (await pull(world, token, { cursor: null, kinds: ['company'] })).cursor;
  const other = (await pull(world, await signIn(world, PANNON_EMPLOYEES.admin), { cursor: null })).cursor;
  const codes = await Promise.all(
    [
      'not a cursor',
      altered(cursor, { seq: 1_000_000, countedTo: 0 }),
      altered(cursor, { surprise: 1 }),
      altered(cursor, { epoch: 'another' }),
      ofKinds,
      other,
    ].map(async (each) => (await sums(token, each)).code),
  );
  expect(codes).toEqual(['BAD_REQUEST', 'BAD_REQUEST', 'BAD_REQUEST', 'CURSOR_EXPIRED', 'BAD_REQUEST', 'BAD_REQUEST']);
  expect((await post(world, '/v1/sums', 'nobody', { cursor, from: null })).status).toBe(401);
  expect((await post(world, '/v1/bucket', token, { cursor, bucket: { unit: null } })).status).toBe(400);
});
