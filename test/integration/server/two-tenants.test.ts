import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PushAnswer, WireMutation } from '../../../sync/protocol/push.ts';
import { signWebhook, WEBHOOK_PATH, WEBHOOK_SIGNATURE_HEADER } from '../../../sync/wrapper-api/webhook.ts';
import { DEMO_PIPELINE, DEMO_PIPELINE_ID } from '../../../resources/scripts/demo-data/demo-pipeline.ts';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { PANNON_EMPLOYEES, PANNON_TENANT_ID, PANNON_UNITS } from '../../wrapper-sandbox/second-tenant.ts';
import { headers, mutation, newId, post, pullAll, SECRET, signIn, startWorld, type World } from './start-world.ts';

const SEED = 20_261_122;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** One side: what it may know, and a word that stands in everything it writes. */
interface Side {
  readonly word: string;
  readonly tenantId: string;
  readonly orgId: string;
  readonly employeeId: string;
  readonly token: string;
  readonly pipelineId: string;
  /** Ids that came into being on this side: records, history, changes. */
  readonly ids: string[];
  readonly cursors: string[];
  readonly pushed: WireMutation[];
  /** Ids that it has sent: what it made under a foreign id is its own, because ids are the tenant's. */
  readonly named: Set<string>;
}

let world: World;
let sides: readonly [Side, Side];
beforeAll(async () => {
  world = await startWorld();
  const side = async (
    more: Pick<Side, 'word' | 'tenantId' | 'orgId' | 'employeeId' | 'pipelineId'>,
  ): Promise<Side> => ({
    ...more,
    token: await signIn(world, more.employeeId),
    ids: [],
    cursors: [],
    pushed: [],
    named: new Set(),
  });
  sides = [
    await side({
      word: 'Zimtstern',
      tenantId: HALDEN_TENANT_ID,
      orgId: HALDEN_UNITS.north,
      employeeId: HALDEN_EMPLOYEES.admin,
      pipelineId: DEMO_PIPELINE_ID,
    }),
    await side({
      word: 'Wolkenbruch',
      tenantId: PANNON_TENANT_ID,
      orgId: PANNON_UNITS.root,
      employeeId: PANNON_EMPLOYEES.admin,
      pipelineId: newId(),
    }),
  ];
  for (const each of sides) await begin(each);
});
afterAll(() => world.close());

async function begin(side: Side): Promise<void> {
  const { word, orgId, pipelineId } = side;
  const [contactId, companyId, dealId] = [newId(), newId(), newId()];
  await send(side, '/v1/push', [
    mutation({ name: 'pipelines.save', args: { pipelineId, ...DEMO_PIPELINE, name: word } }),
    mutation({ name: 'companies.create', args: { companyId, orgId, name: word } }),
    mutation({
      name: 'contacts.create',
      args: { contactId, orgId, companyId, lastName: word, email: `${word}@x.example` },
    }),
    mutation({ name: 'deals.create', args: { dealId, orgId, contactId, pipelineId, title: word, currency: 'EUR' } }),
    mutation({ name: 'notes.create', args: { noteId: newId(), contactId, body: word } }),
  ]);
  side.ids.push(contactId, companyId, dealId, pipelineId);
  const { rows, cursor } = await pullAll(world, side.token);
  // ids of history follow from those of the changes, also of one that was sent again by somebody else
  side.ids.push(...rows.filter(([kind]) => kind !== 'history').map(([, id]) => id));
  side.cursors.push(cursor);
}

/** A request whose answer may hold nothing of the other side but ids that the request itself named. */
async function send(side: Side, path: string, mutations: readonly WireMutation[]): Promise<readonly PushAnswer[]> {
  const body = { deviceId: side.employeeId, mutations };
  const answer = await ask(side, path, body);
  side.pushed.push(...mutations);
  side.ids.push(...mutations.map(({ id }) => id));
  return (answer as { answers?: readonly PushAnswer[] }).answers ?? [];
}

async function ask(side: Side, path: string, body: unknown): Promise<unknown> {
  const response = await post(world, path, side.token, body);
  const text = await response.text();
  assertOwn(side, JSON.stringify(body), `${text}${JSON.stringify([...response.headers])}`);
  return JSON.parse(text) as unknown;
}

function assertOwn(side: Side, asked: string, answered: string): void {
  const other = sides?.find(({ tenantId }) => tenantId !== side.tenantId);
  if (other === undefined) return;
  expect(answered).not.toContain(other.word);
  const foreign = new Set([...other.ids, other.tenantId, other.orgId, other.employeeId]);
  for (const id of asked.match(UUID) ?? []) side.named.add(id);
  expect((answered.match(UUID) ?? []).filter((id) => foreign.has(id) && !side.named.has(id))).toEqual([]);
}

type Act = (from: Side, to: Side, pick: (count: number) => number) => Promise<void>;

const one = <T>(list: readonly T[], pick: (count: number) => number): T => list[pick(list.length)] as T;

/** Everything that can be asked with another tenant's ids. */
const foreignMutations = ({ orgId, pipelineId }: Side, word: string, id: string): readonly WireMutation[] => {
  const own = newId();
  const made = [
    ['contacts.edit', { contactId: id, set: { phone: '1' } }],
    ['contacts.delete', { contactId: id }],
    ['contacts.restore', { contactId: id }],
    ['contacts.move', { contactId: id, orgId }],
    ['contacts.create', { contactId: id, orgId, lastName: word }],
    ['contacts.create', { contactId: own, orgId, companyId: id, lastName: word }],
    ['companies.edit', { companyId: id, set: { name: word } }],
    ['companies.reassign', { companyId: id, ownerId: id }],
    ['deals.edit', { dealId: id, set: { nextStep: word } }],
    ['deals.create', { dealId: own, orgId, contactId: id, pipelineId, title: word, currency: 'EUR' }],
    ['deals.create', { dealId: own, orgId, pipelineId: id, title: word, currency: 'EUR' }],
    ['notes.create', { noteId: own, contactId: id, orgId, body: word }],
    ['tasks.create', { taskId: own, dealId: id, orgId, title: word }],
    ['activities.log', { activityId: own, type: 'call', companyId: id, orgId, occurredAtMs: 1 }],
  ] as const;
  return made.map(([name, args]) => mutation({ name, args }));
};

const ACTS: readonly Act[] = [
  // own work, so that there is always something new on the other side
  async (from) => {
    const args = { contactId: newId(), orgId: from.orgId, lastName: from.word };
    await send(from, '/v1/push', [mutation({ name: 'contacts.create', args })]);
    from.ids.push(args.contactId);
  },
  async (from, to, pick) => {
    const attempts = foreignMutations(from, from.word, one(to.ids, pick));
    await send(from, '/v1/push', [one(attempts, pick), one(attempts, pick)]);
  },
  // changes that name the other side's as seen, as done before, or as themselves
  async (from, to, pick) => {
    const theirs = one(to.pushed, pick);
    const contactId = one(from.ids, pick);
    const seen = { [`contact:${contactId}:phone`]: { kind: 'mine' as const, mutationId: theirs.id } };
    const edit = { name: 'contacts.edit', args: { contactId, set: { phone: '2' } } };
    await send(from, '/v1/push', [mutation({ ...edit, seen }), mutation({ ...edit, after: [theirs.id] })]);
    const replayed = JSON.parse(JSON.stringify(theirs).replaceAll(to.word, from.word)) as WireMutation;
    await send(from, '/v1/push', [replayed]);
  },
  async (from, to, pick) => void (await ask(from, '/v1/pull', { cursor: one(to.cursors, pick) })),
  // a cursor of one's own that was written anew with the other side's names
  async (from, to, pick) => {
    const text = Buffer.from(one(from.cursors, pick), 'base64url').toString();
    const forged = text
      .replaceAll(from.orgId, to.orgId)
      .replaceAll(pick(2) === 0 ? from.tenantId : '-', pick(2) === 0 ? to.tenantId : '-');
    await ask(from, '/v1/pull', { cursor: Buffer.from(forged).toString('base64url'), kinds: ['contact', 'history'] });
  },
  async (from) => {
    const { cursor } = (await ask(from, '/v1/pull', { cursor: null, limit: 5000 })) as { cursor: string };
    from.cursors.push(cursor);
  },
  // a genuine event of the wrapper about one's own tenant that names the other side's people and sessions
  async (from, to, pick) => {
    const type = one(['employee.changed', 'role.changed', 'organization.changed', 'tenant.changed'] as const, pick);
    const body = JSON.stringify({
      id: newId(),
      type,
      tenantId: from.tenantId,
      employeeId: to.employeeId,
      atMs: Date.now(),
    });
    const signature = await signWebhook(SECRET, body, Date.now());
    const response = await fetch(world.server.url + WEBHOOK_PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [WEBHOOK_SIGNATURE_HEADER]: signature },
      body,
    });
    expect([response.status, await response.text()]).toEqual([204, '']);
  },
];

/** Everything that a side's stream of events brings until it is closed. */
async function listen(side: Side) {
  const abort = new AbortController();
  const response = await fetch(`${world.server.url}/v1/events`, { headers: headers(side.token), signal: abort.signal });
  let heard = '';
  const reading = (async () => {
    for await (const part of response.body ?? []) heard += Buffer.from(part as Uint8Array).toString();
  })().catch(() => undefined);
  return {
    async close() {
      abort.abort();
      await reading;
      return heard;
    },
  };
}

test('two tenants that use each other’s ids, cursors and changes get not one byte of each other', async () => {
  const streams = [await listen(sides[0]), await listen(sides[1])];
  const step = fc.record({
    act: fc.nat(),
    isSecond: fc.boolean(),
    picks: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(step, async ({ act, isSecond, picks }) => {
      const [from, to] = isSecond ? [sides[1], sides[0]] : sides;
      let at = 0;
      const pick = (count: number) => (picks[at++ % picks.length] ?? 0) % count;
      await ACTS[act % ACTS.length]?.(from, to, pick);
    }),
    { seed: SEED, numRuns: 300, endOnFailure: true },
  );
  for (const [index, side] of sides.entries()) {
    const own = (await pullAll(world, side.token)).rows;
    const other = sides[1 - index] as Side;
    expect(JSON.stringify(own)).toContain(side.word);
    assertOwn(side, '', JSON.stringify(own.map(([kind, id, , orgId, , body]) => [kind, id, orgId, body])));
    expect(own.some(([, , , orgId]) => orgId === other.orgId)).toBe(false);
    expect(JSON.stringify(own)).not.toContain(other.word);
    const heard = await streams[index]?.close();
    expect(heard).not.toBe('');
    expect(heard).not.toContain(other.word);
    expect((heard?.match(UUID) ?? []).filter((id) => other.ids.includes(id) && !side.named.has(id))).toEqual([]);
  }
});
