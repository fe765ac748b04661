import { v7 as uuidV7 } from 'uuid';
import { expect, test } from 'vitest';
import { getStoredRow } from '../../../main/db/replica-store.ts';
import { setState } from '../../../main/db/local-seq.ts';
import { openUser } from '../../../main/engine/open-user.ts';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import { commitFromSync } from '../../../main/db/local-store.ts';
import { KIND_NAMES } from '../../../sync/model/kinds/all-kinds.ts';
import { PROTOCOL_HEADER } from '../../../sync/protocol/version.ts';
import type { PullResponse } from '../../../sync/protocol/pull.ts';
import type { PushResponse } from '../../../sync/protocol/push.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { altering, type Intercept } from './network.ts';
import { contactOf, counts, makeContact, orgId, run, synced } from './records.ts';
import { until } from './test-clock.ts';

type Row = PullResponse['rows'][number];

/** The answers of a server that is one version ahead: contacts have a field more, and there are gadgets. */
function newer(extra: object): Intercept {
  const withExtra = ([kind, id, seq, unit, isDeleted, body]: Row): Row => [
    kind,
    id,
    seq,
    unit,
    isDeleted,
    kind === 'contact' && body ? { ...body, ...extra } : body,
  ];
  const pull = altering<PullResponse>('/v1/pull', (page) => ({
    ...page,
    news: [1],
    rows: page.head === 0 ? [] : [...page.rows.map(withExtra), gadget],
  }));
  const push = altering<PushResponse>('/v1/push', (pushed) => ({
    ...pushed,
    answers: pushed.answers.map(({ id, outcome }) => ({
      id,
      outcome: outcome.kind === 'decided' ? { ...outcome, rows: outcome.rows.map(withExtra) } : outcome,
    })),
  }));
  return (call) => (call.url.pathname === '/v1/push' ? push(call) : pull(call));
}

const gadget: Row = ['gadget', uuidV7(), 1, orgId, 0, { weight: 7 }];
const extra = { pronouns: 'she/her', score: { model: 2, points: [1, 2] } };

/** The row as it is stored; a window never sees what its build does not know. */
const storedOf = (laptop: Laptop, contactId: string): unknown =>
  getStoredRow(laptop.engine.appContext.signedIn().user.db.read, { kind: 'contact', id: contactId })?.row;

test('a field that this build does not know is kept through an edit, a rebase and a restart', async () => {
  await using field = await openField();
  const [sanna, other] = [await field.laptop('sanna.reyes'), await field.laptop('sanna.reyes')];
  sanna.network.intercept = newer(extra);
  const contactId = await makeContact(other);
  await synced(other, sanna);
  expect(storedOf(sanna, contactId)).toMatchObject(extra);
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  expect(storedOf(sanna, contactId)).toMatchObject({ ...extra, jobTitle: 'Buyer' });
  sanna.network.unreachable.add(new URL(field.server.url).host);
  await run(sanna, 'contacts.edit', { contactId, set: { source: 'Fair' } });
  await run(other, 'contacts.edit', { contactId, set: { phone: '+47 1' } });
  await synced(other);
  sanna.network.unreachable.clear();
  await synced(sanna);
  const want = { ...extra, source: 'Fair', phone: '+47 1' };
  expect(storedOf(sanna, contactId)).toMatchObject(want);
  const again = await sanna.restart();
  again.network.intercept = newer(extra);
  expect(storedOf(again, contactId)).toMatchObject(want);
});

test('rows of a kind that this build does not know are passed over, and the kind is named', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  sanna.network.intercept = newer({});
  await makeContact(sanna);
  await synced(sanna);
  expect(await sanna.engine.call.sync.status()).toMatchObject({ skippedKinds: ['gadget'], quarantined: [] });
});

/** As if the cursor had been made by a build that did not know notes yet. */
async function asBefore(field: Field, laptop: Laptop): Promise<void> {
  await laptop.engine.close();
  const { tenantId, employeeId } = await field.tokens('sanna.reyes');
  const keyStore = fileKeyStore(`${laptop.dataDir}/keys`);
  const user = await openUser({ dataDir: laptop.dataDir, keyStore, clock: laptop.clock }, { tenantId, employeeId });
  commitFromSync(user, ({ tx }) => {
    tx.prepared<[], never>('delete from note').run([]);
    setState(
      tx,
      'cursorKinds',
      KIND_NAMES.filter((kind) => kind !== 'note'),
    );
    setState(tx, 'skippedKinds', ['note', 'gadget']);
  });
  user.close();
}

test('a kind that an update made known is fetched from the start, and nothing else is', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  const noteIds = [uuidV7(), uuidV7()];
  for (const noteId of noteIds) await run(sanna, 'notes.create', { noteId, contactId, body: 'Wants a quote' });
  await synced(sanna);
  await asBefore(field, sanna);
  const again = await sanna.restart();
  const asked: { readonly cursor: string | null; readonly kinds?: readonly string[] }[] = [];
  again.network.intercept = ({ url, init, pass }) => {
    if (url.pathname === '/v1/pull') asked.push(JSON.parse(String(init.body)) as (typeof asked)[number]);
    return pass();
  };
  await synced(again);
  const of = { kind: 'contact', id: contactId } as const;
  const { items } = await again.engine.call.timeline.page({ of, kinds: ['note'], limit: 10 });
  expect(items.map(({ id }) => id).toSorted()).toEqual(noteIds.toSorted());
  expect((await again.engine.call.sync.status()).skippedKinds).toEqual(['gadget']);
  expect(asked.filter(({ cursor }) => cursor === null).every(({ kinds }) => kinds?.join() === 'note')).toBe(true);
  const before = asked.length;
  await synced(again);
  expect(asked.slice(before).every(({ kinds }) => kinds === undefined)).toBe(true);
});

/** A client of the next version: it says so, and its changes are of versions that this server does not know. */
const asNextVersion =
  (header: string, change: (mutation: object) => object): Intercept =>
  ({ url, init, pass }) => {
    if (!url.pathname.startsWith('/v1/')) return pass();
    const headers = { ...(init.headers as object), [PROTOCOL_HEADER]: header };
    if (url.pathname !== '/v1/push') return pass({ ...init, headers });
    const body = JSON.parse(String(init.body)) as { readonly mutations: readonly object[] };
    return pass({ ...init, headers, body: JSON.stringify({ ...body, mutations: body.mutations.map(change) }) });
  };

test.each([
  { name: 'a newer version of a change', change: (mutation: object) => ({ ...mutation, version: 2 }) },
  {
    name: 'a change that the server has never heard of',
    change: (mutation: object) => ({ ...mutation, name: 'contacts.sing' }),
  },
])("$name stays in the queue until the server's update, and others pass it", async ({ change }) => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  await synced(sanna);
  const isNew = (mutation: object) => JSON.stringify(mutation).includes('Newer');
  sanna.network.intercept = asNextVersion('2;floor=1', (mutation) => (isNew(mutation) ? change(mutation) : mutation));
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Newer' } });
  await run(sanna, 'contacts.edit', { contactId, set: { source: 'Fair' } });
  expect(await sanna.engine.call.sync.now()).toMatchObject({ kind: 'stopped', code: 'MUTATION_TOO_NEW' });
  expect(await counts(sanna)).toMatchObject({ queued: 1, parked: 0, acknowledged: 2 });
  const [waiting] = await sanna.engine.call.outbox.list({ states: ['queued'] });
  expect(waiting?.reason?.code).toBe('MUTATION_TOO_NEW');
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Newer', source: 'Fair' });
  sanna.network.intercept = null;
  await until(
    async () => {
      await sanna.clock.advance(10_000);
      return counts(sanna);
    },
    ({ acknowledged }) => acknowledged === 3,
    10_000,
  );
});

test('a change that nobody knows, of a client as old as the server, is refused', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  await synced(sanna);
  sanna.network.intercept = asNextVersion('1', (mutation) => ({ ...mutation, name: 'contacts.sing' }));
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  await synced(sanna);
  const [parked] = await sanna.engine.call.outbox.list({ states: ['parked'] });
  expect(parked?.reason?.code).toBe('UNKNOWN_MUTATION');
});

test.each([
  { name: 'too old for the server', header: '0', code: 'PROTOCOL_TOO_OLD' },
  { name: 'too new for the server', header: '9;floor=8', code: 'PROTOCOL_TOO_NEW' },
])('a program that is $name keeps its queue, and reading goes on', async ({ header, code }) => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  await synced(sanna);
  sanna.network.intercept = asNextVersion(header, (mutation) => mutation);
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  expect(await sanna.engine.call.sync.now()).toMatchObject({ kind: 'stopped', code });
  expect(await counts(sanna)).toMatchObject({ queued: 1, parked: 0 });
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Buyer' });
});

test.each([
  { name: 'of a name that it does not know', set: `name = 'contacts.sing'` },
  { name: 'of a newer version', set: 'version = 99' },
  { name: 'with other arguments than it knows', set: `args = '{"contactId":7}'` },
])('a change in the queue $name holds up nothing, whatever has to be done with it', async ({ set }) => {
  await using field = await openField();
  const [sanna, marten] = [await field.laptop('sanna.reyes'), await field.laptop('marten')];
  const contactId = await makeContact(sanna);
  await synced(sanna, marten);
  sanna.network.isDown = true;
  await sanna.engine.call.sync.now();
  const { mutationId } = await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  await run(sanna, 'contacts.edit', { contactId, set: { phone: '482' } });
  const { user } = sanna.engine.appContext.signedIn();
  user.db.write('full', (tx) =>
    tx.prepared<[string], never>(`update mutation set ${set} where id = ?`).run([mutationId]),
  );
  await run(marten, 'contacts.edit', { contactId, set: { source: 'Fair' } });
  await synced(marten);
  sanna.network.isDown = false;
  await sanna.engine.call.sync.now();
  expect(await contactOf(sanna, contactId)).toMatchObject({ phone: '482', source: 'Fair' });
  expect((await counts(sanna)).acknowledged).toBe(2);
  const [waiting] = await sanna.engine.call.outbox.list({ states: ['queued', 'parked'] });
  expect(waiting?.mutationId).toBe(mutationId);
  let isReset = true;
  sanna.network.intercept = altering<PullResponse>('/v1/pull', (page) => {
    const said = isReset ? { ...page, isReset, sharedSeq: 0, rows: [] } : page;
    isReset = false;
    return said;
  });
  await sanna.engine.call.sync.now();
  await sanna.engine.call.sync.now();
  expect((await counts(sanna)).acknowledged).toBe(2);
  expect(await contactOf(sanna, contactId)).toMatchObject({ phone: '482', source: 'Fair' });
});

test('answers with more in them than was agreed are read as before', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  const push = altering<PushResponse>('/v1/push', ({ answers, ...rest }) => ({
    ...rest,
    news: {},
    answers: answers.map((answer) => ({ ...answer, news: 1, outcome: { ...answer.outcome, news: [] } })),
  }));
  sanna.network.intercept = (call) => push(call);
  await synced(sanna);
  expect(await contactOf(sanna, contactId)).toMatchObject({ pending: null });
});
