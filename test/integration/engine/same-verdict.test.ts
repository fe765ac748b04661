import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidV7 } from 'uuid';
import type { OutboxItem } from '../../../main/contract/types.ts';
import { hasAllRows, loadRows } from '../../../main/outbox/load-rows.ts';
import { groupKey, type WritePass } from '../../../sync/model/envelope.ts';
import { groupsOfPatch, groupValue, WHOLE_RECORD } from '../../../sync/model/field-groups.ts';
import { MUTATIONS, mustGetMutation, parseArgs } from '../../../sync/model/mutations/registry.ts';
import { refKey, type AnyRow } from '../../../sync/model/row.ts';
import type { PushVerdict, WireMutation } from '../../../sync/protocol/push.ts';
import { permissionsFor } from '../../../sync/wrapper-api/role-permissions.ts';
import { contextAt, ORG } from '../../unit/model/rows.ts';
import { control, mutation, pullAll, push, signIn, startWorld, type World } from '../server/start-world.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { synced } from './records.ts';
import { until } from './test-clock.ts';
import {
  ROLES,
  STATES,
  TENANT_ID,
  VERDICT_SEED,
  verdictCases,
  type RoleId,
  type RowState,
  type VerdictCase,
} from './verdict-world.ts';

/** What one side said of one mutation. */
interface Said {
  readonly verdict: string;
  readonly pass: readonly string[];
}

/** Two wrappers and two servers with the same rows: one is asked through an engine, the other directly. */
let field: Field;
let world: World;

beforeAll(async () => {
  field = await openField({ seed: VERDICT_SEED });
  world = await startWorld({ sandbox: { seed: VERDICT_SEED } });
});
afterAll(async () => {
  await world.close();
  await field[Symbol.asyncDispose]();
});

const FACTS: readonly { readonly role: RoleId; readonly state: RowState }[] = ROLES.flatMap((role) =>
  STATES.map((state) => ({ role, state })),
);
const CASES = new Map(FACTS.map((fact, number) => [fact, verdictCases(fact.state, number)]));
const GRANTED_CASES = verdictCases('usual', 100);
const employeeOf = (role: RoleId): string =>
  VERDICT_SEED.accounts.find((account) => account.role === role)?.employeeId ?? '';

test('the cases are all mutations there are', () => {
  // settings have test/integration/engine/preferences.test.ts
  const named = new Set(['preferences.set', ...verdictCases('usual', 0).map(({ name }) => name)]);
  expect([...named].toSorted()).toEqual(MUTATIONS.map(({ name }) => name).toSorted());
});

describe('the same rows, the same actor', () => {
  const direct = new Map<object, readonly Said[]>();
  const byRole = new Map<
    RoleId,
    { readonly laptop: Laptop; readonly token: string; readonly seqs: Map<string, number> }
  >();

  beforeAll(async () => {
    const rows = [...CASES.values(), GRANTED_CASES].flat().flatMap((each) => each.rows);
    for (const { store } of [field.server, world.server]) await store.loadRows(TENANT_ID, rows);
    for (const role of ROLES) {
      const laptop = await field.laptop(role);
      await synced(laptop);
      const token = await signIn(world, employeeOf(role));
      const pulled = await pullAll(world, token);
      byRole.set(role, { laptop, token, seqs: new Map(pulled.rows.map(([, id, seq]) => [id, seq])) });
    }
  }, 60_000);

  test.each(FACTS)(
    '$role, rows $state: engine and server say the same of every mutation, before and after asking',
    async (fact) => {
      const side = byRole.get(fact.role);
      const cases = CASES.get(fact) ?? [];
      if (!side) throw new Error('no such role');
      const server = await askServer(side.token, cases, side.seqs);
      direct.set(fact, server);
      expectSame(cases, server, await askEngine(side.laptop, cases));
    },
    60_000,
  );

  test('what a role may do is what its permissions mean, in both contracts', () => {
    const names = MUTATIONS.map(({ name }) => name).filter((name) => name !== 'preferences.set'); // needs no permission
    const allowed = Object.fromEntries(
      ROLES.map((role) => {
        const fact = FACTS.find((each) => each.role === role && each.state === 'usual') ?? {};
        const cases = verdictCases('usual', 0);
        const said = direct.get(fact) ?? [];
        return [
          role,
          names.filter((name) => cases.some((each, index) => each.name === name && said[index]?.verdict === 'applied')),
        ];
      }),
    );
    const reassigning = names.filter((name) => /\.(reassign|move)$/.test(name));
    const without = (taken: readonly string[]): string[] => names.filter((name) => !taken.includes(name));
    expect(allowed).toEqual({
      admin: names,
      manager: without(['pipelines.save']),
      sales: without(['pipelines.save', 'deals.importBatch', ...reassigning]),
      viewer: [],
    });
  });

  test('permissions that are not those of a role count as they are granted, whatever the role says', async () => {
    const granted = [
      { action: 'edit', resource: 'contacts', orgId: ORG },
      { action: 'delete', resource: 'deals', orgId: ORG },
      { action: 'define', resource: 'pipelines', orgId: ORG },
    ];
    const viewer = employeeOf('viewer');
    await field.control('PUT', `permissions/${viewer}`, granted);
    await control(world, 'PUT', `permissions/${viewer}`, granted);
    const seqs = byRole.get('viewer')?.seqs ?? new Map<string, number>();
    const laptop = await field.laptop('viewer');
    await synced(laptop);
    const server = await askServer(await signIn(world, viewer), GRANTED_CASES, seqs);
    expectSame(GRANTED_CASES, server, await askEngine(laptop, GRANTED_CASES));
    const applied = GRANTED_CASES.filter((_, index) => server[index]?.verdict === 'applied').map(({ name }) => name);
    expect([...new Set(applied)]).toEqual(['contacts.edit', 'deals.delete', 'deals.restore', 'pipelines.save']);
  }, 60_000);

  test('every refusal for want of permission is one that the role table gives', () => {
    for (const role of ROLES) {
      const fact = FACTS.find((each) => each.role === role && each.state === 'usual') ?? {};
      const granted = permissionsFor(VERDICT_SEED.roles.find(({ id }) => id === role)?.permissions ?? [], [ORG]);
      const said = direct.get(fact) ?? [];
      for (const [index, each] of verdictCases('usual', 0).entries()) {
        const { definition, args, rows } = preparedOf(each);
        const isGranted = definition
          .needs(args, rows)
          .permissions.every((need) =>
            granted.some(({ action, resource }) => action === need.action && resource === need.resource),
          );
        expect([role, each.name, said[index]?.verdict]).toEqual([
          role,
          each.name,
          isGranted ? 'applied' : 'refused PERMISSION_DENIED',
        ]);
      }
    }
  });
});

/** `pass`: what the laptop said it rests on; `server`: the server's own, as it came back to the laptop. */
function expectSame(
  cases: readonly VerdictCase[],
  server: readonly Said[],
  engine: Awaited<ReturnType<typeof askEngine>>,
): void {
  const told = cases.map(({ name }, index) => ({ name, ...engine[index] }));
  const wanted = cases.map(({ name }, index) => {
    const { verdict, pass } = server[index] ?? { verdict: '', pass: [] };
    const own = engine[index];
    return {
      name,
      foreseen: verdict,
      verdict,
      pass: own?.pass.length === 0 ? [] : pass,
      server: own?.server === null ? null : pass,
    };
  });
  expect(told).toEqual(wanted);
}

function preparedOf(each: VerdictCase) {
  const definition = mustGetMutation(each.name);
  const args = parseArgs(definition, definition.version, each.args);
  const world = new Map(each.rows.map(({ kind, row }) => [refKey({ kind, id: row.id }), row]));
  return { definition, args, rows: loadRows(definition, args, (ref) => world.get(refKey(ref))) };
}

async function askServer(
  token: string,
  cases: readonly VerdictCase[],
  seqs: ReadonlyMap<string, number>,
): Promise<readonly Said[]> {
  const answers = await push(
    world,
    token,
    cases.map((each) => wireOf(each, seqs)),
  );
  return answers.map(({ outcome }) => {
    if (outcome.kind !== 'decided') return { verdict: outcome.kind, pass: [] };
    return { verdict: briefOf(outcome.verdict), pass: passText(outcome.verdict.pass as WritePass | undefined) };
  });
}

const briefOf = (verdict: PushVerdict): string =>
  verdict.kind === 'refused' ? `refused ${verdict.code}` : verdict.kind;

/** A mutation as a client sends it that has seen the rows as they are. */
function wireOf(each: VerdictCase, seqs: ReadonlyMap<string, number>): WireMutation {
  return mutation({ name: each.name, args: each.args, seen: seenOf(each, seqs) });
}

function seenOf(each: VerdictCase, seqs: ReadonlyMap<string, number>): WireMutation['seen'] {
  const { definition, args, rows } = preparedOf(each);
  if (!hasAllRows(definition, args, rows)) return {};
  const changes = definition.apply(rows, args, contextAt(Date.now()));
  return Object.fromEntries(
    changes.flatMap((change): readonly (readonly [string, object])[] => {
      const ref = { kind: change.of, id: change.row.id };
      if (change.kind === 'insert') return [];
      if (change.kind !== 'update')
        return [[groupKey({ ...ref, group: WHOLE_RECORD }), { kind: 'seq', seq: seqs.get(ref.id) ?? 0 }]];
      return groupsOfPatch(change.of, change.patch).map((group) => [
        groupKey({ ...ref, group }),
        { kind: 'value', value: groupValue(change.of, change.row as AnyRow, group) },
      ]);
    }),
  ) as WireMutation['seen'];
}

async function askEngine(laptop: Laptop, cases: readonly VerdictCase[]) {
  const { call } = laptop.engine;
  const foreseen: string[] = [];
  const ids: string[] = [];
  const results = [];
  for (const { name, args } of cases) {
    const mutationId = uuidV7();
    const { status, code, pass } = await call.mutations.explain({ name, args });
    foreseen.push(status === 'refused' ? `refused ${code}` : (shortOf(pass) ?? 'applied'));
    results.push(await call.mutations.run({ name, args, mutationId }));
    ids.push(mutationId);
  }
  await synced(laptop);
  const items = new Map(
    (await call.outbox.list({ states: ['queued', 'held', 'parked', 'acknowledged'], limit: 1000 })).map((item) => [
      item.mutationId,
      item,
    ]),
  );
  return results.map((result, index) => {
    const item = items.get(ids[index] ?? '');
    // What changes nothing is applied and not queued.
    const verdict = result.status === 'refused' ? `refused ${result.code}` : item ? decidedOf(item) : result.status;
    const server = item ? passText(item.serverPass ?? undefined) : null;
    return { foreseen: foreseen[index] ?? '', verdict, pass: passText(result.pass), server };
  });
}

function decidedOf({ state, reason }: OutboxItem): string {
  if (state === 'acknowledged') return 'applied';
  return state === 'parked' ? `refused ${reason?.code}` : state;
}

/** The engine's own question about credits is a hint: it names what the server is expected to say. */
function shortOf({ entries }: WritePass): string | undefined {
  const denied = entries.find(({ kind, verdict }) => (kind === 'price' || kind === 'limit') && verdict === 'denied');
  if (denied === undefined) return undefined;
  return denied.kind === 'price' ? 'refused INSUFFICIENT_CREDITS' : 'refused LIMIT_EXCEEDED';
}

/** What it rests on, without where from and when. Price and limit are asked only of what would be applied. */
const passText = (pass: WritePass | undefined): readonly string[] =>
  (pass?.entries ?? [])
    .filter(({ kind }) => kind === 'permission' || kind === 'role')
    .map(({ kind, what, verdict }) => `${kind} ${what}: ${verdict}`);

test('what belongs to a switched-off feature is refused by both, and nothing else is', async () => {
  const [first, ...others] = VERDICT_SEED.tenants;
  if (first === undefined) throw new Error('no tenant');
  const features = { deals: false, import: false };
  const seed = { ...VERDICT_SEED, tenants: [{ ...first, tenant: { ...first.tenant, features } }, ...others] };
  await using own = await openField({ seed });
  const other = await startWorld({ sandbox: { seed } });
  const before = world;
  try {
    const cases = verdictCases('usual', 700).filter(({ name }) => !name.endsWith('.move'));
    for (const { store } of [own.server, other.server])
      await store.loadRows(
        TENANT_ID,
        cases.flatMap(({ rows }) => rows),
      );
    const laptop = await own.laptop('admin');
    await synced(laptop);
    world = other;
    const token = await signIn(other, employeeOf('admin'));
    const pulled = await pullAll(other, token);
    const server = await askServer(token, cases, new Map(pulled.rows.map(([, id, seq]) => [id, seq])));
    expectSame(cases, server, await askEngine(laptop, cases));
    const off = cases.filter((_, index) => server[index]?.verdict === 'refused FEATURE_OFF').map(({ name }) => name);
    expect([...new Set(off)].toSorted()).toEqual(
      MUTATIONS.map(({ name }) => name)
        .filter((name) => /^(deals|pipelines)\.|importBatch$/.test(name) && !name.endsWith('.move'))
        .toSorted(),
    );
  } finally {
    world = before;
    await other.close();
  }
}, 60_000);

const PLAN_LIMITS = { contacts: null, deals: null, emails: null, storage: '1GB' } as const;
const FREE = { perContact: 0, perDeal: 0, perEmail: 0 };

describe('the same plan', () => {
  const PLANS: readonly { readonly name: string; readonly available: number; readonly config?: object }[] = [
    { name: 'no credits', available: 0 },
    { name: 'credits for the first two', available: 0.65 },
    { name: 'a full day', available: 10, config: { dailyLimit: 0.3 } },
    { name: 'a full month', available: 10, config: { monthlyLimit: 0.3 } },
    { name: 'a full day with overage', available: 10, config: { dailyLimit: 0.3, overageAllowed: true } },
    { name: 'no room for contacts', available: 10, config: { featureLimits: { ...PLAN_LIMITS, contacts: 1 } } },
    { name: 'no room for deals', available: 10, config: { featureLimits: { ...PLAN_LIMITS, deals: 0 } } },
    { name: 'nothing costs anything', available: 0, config: { pricing: FREE, featureLimits: PLAN_LIMITS } },
    {
      name: 'free, with a limit',
      available: 0,
      config: { pricing: FREE, featureLimits: { ...PLAN_LIMITS, contacts: 1, deals: 9 } },
    },
  ];
  const isPriced = ({ name }: VerdictCase): boolean =>
    ['contacts.create', 'deals.create', 'contacts.importBatch', 'deals.importBatch'].includes(name);

  test.each(PLANS.map((plan, index) => ({ ...plan, index })))(
    '$name: the engine foresees what runs out first, and ends with what the server says of every priced mutation',
    async ({ available, config = {}, index }) => {
      await using own = await openField({ seed: VERDICT_SEED });
      const other = await startWorld({ sandbox: { seed: VERDICT_SEED } });
      try {
        const cases = verdictCases('usual', 500 + index).filter(isPriced);
        for (const { store } of [own.server, other.server])
          await store.loadRows(
            TENANT_ID,
            cases.flatMap(({ rows }) => rows),
          );
        const given = {
          available,
          config: { dailyLimit: null, monthlyLimit: null, featureLimits: PLAN_LIMITS, ...config },
        };
        await own.control('PUT', `credits/${TENANT_ID}`, given);
        await control(other, 'PUT', `credits/${TENANT_ID}`, given);
        const laptop = await own.laptop('admin');
        await synced(laptop);
        await knowsPlan(laptop);
        const token = await signIn(other, employeeOf('admin'));
        // all of them first, then the answers: what is queued counts
        const before = world;
        world = other;
        const server = await askServer(token, cases, new Map());
        world = before;
        laptop.network.isDown = true;
        const engine = await askEngineQueued(laptop, cases);
        const said = server.map(({ verdict }) => verdict);
        expect(engine.map(({ verdict }) => verdict)).toEqual(said);
        // A draft that will be refused still counts as queued, so what comes after the first refusal is not foreseen.
        const first = said.findIndex((verdict) => verdict !== 'applied');
        const foreseen = engine.map((one) => one.foreseen);
        expect(foreseen.slice(0, first + 1 || undefined)).toEqual(said.slice(0, first + 1 || undefined));
      } finally {
        await other.close();
      }
    },
    60_000,
  );

  async function knowsPlan(laptop: Laptop): Promise<void> {
    const args = { contactId: uuidV7(), orgId: ORG, lastName: 'Nobody' };
    await until(
      () => laptop.engine.call.mutations.explain({ name: 'contacts.create', args }),
      ({ pass }) => pass.entries.every(({ verdict }) => verdict !== 'unknown') || shortOf(pass) !== undefined,
    );
  }

  /** Made one after the other without an answer in between, as in the field, then sent together. */
  async function askEngineQueued(laptop: Laptop, cases: readonly VerdictCase[]) {
    const { call } = laptop.engine;
    const made = [];
    for (const { name, args } of cases) {
      const mutationId = uuidV7();
      const { pass } = await call.mutations.run({ name, args, mutationId });
      made.push({ mutationId, foreseen: shortOf(pass) ?? 'applied' });
    }
    laptop.network.isDown = false;
    await synced(laptop);
    return Promise.all(
      made.map(async ({ mutationId, foreseen }) => ({
        foreseen,
        verdict: decidedOf(await call.outbox.get({ mutationId })),
      })),
    );
  }
});
