import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { PushAnswer, PushResponse } from '../../../sync/protocol/push.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { altering, type Intercept } from './network.ts';
import { contactOf, counts, makeContact, run, synced } from './records.ts';

type Answer = PushResponse['answers'][number];
type Decided = Extract<PushAnswer['outcome'], { kind: 'decided' }>;
type Row = Decided['rows'][number];

const statusOf = (laptop: Laptop) => laptop.engine.call.sync.status();
const receiptsOf = (laptop: Laptop) => laptop.engine.call.outbox.list({ states: ['acknowledged'] });

/** Answers to pushes are changed, and no page comes that would put anything right. */
function lie(laptop: Laptop, alter: (answer: Answer) => unknown): void {
  const altered = altering<PushResponse>('/v1/push', ({ answers, ...rest }) => ({
    ...rest,
    answers: answers.map(alter),
  }));
  laptop.network.refuses = (path) => path === '/v1/pull';
  laptop.network.intercept = altered;
}

function endLie({ network }: Laptop): void {
  network.intercept = null;
  network.refuses = () => false;
}

/** Every contact in an answer, as something else. */
const spoiling =
  (spoil: (row: Row) => unknown) =>
  ({ id, outcome }: Answer): unknown =>
    outcome.kind === 'decided'
      ? { id, outcome: { ...outcome, rows: outcome.rows.map((row) => (row[0] === 'contact' ? spoil(row) : row)) } }
      : { id, outcome };

async function withContact(field: Field): Promise<{ sanna: Laptop; contactId: string }> {
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  await synced(sanna);
  return { sanna, contactId };
}

describe('a bad row in the answer to a change', () => {
  const body = ([, , , , , values]: Row): object => values ?? {};
  test.each<{ name: string; spoil: (row: Row) => unknown }>([
    { name: 'a field of another type', spoil: (row) => row.with(5, { ...body(row), firstName: 7 }) },
    { name: 'a missing field', spoil: (row) => row.with(5, { firstName: 'Ana' }) },
    { name: 'a text that is too long', spoil: (row) => row.with(5, { ...body(row), lastName: 'x'.repeat(300) }) },
    { name: 'a list for a body', spoil: ([kind, id, seq, unit, flag]) => [kind, id, seq, unit, flag, []] },
    { name: 'a number that is none', spoil: (row) => row.with(2, 'x') },
    { name: 'a unit that is no id', spoil: (row) => row.with(3, 'north') },
  ])('$name: it is named, the verdict counts, and what was typed is still shown', async ({ spoil }) => {
    await using field = await openField();
    const { sanna, contactId } = await withContact(field);
    lie(sanna, spoiling(spoil));
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
    const newId = await makeContact(sanna, { lastName: 'Whole' });
    await sanna.engine.call.sync.now();
    expect(await counts(sanna)).toMatchObject({ queued: 0, sending: 0, parked: 0, acknowledged: 3 });
    expect((await statusOf(sanna)).quarantined.toSorted()).toEqual([`contact:${contactId}`, `contact:${newId}`].sort());
    expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Buyer', pending: null });
    expect(await contactOf(sanna, newId)).toMatchObject({ lastName: 'Whole', pending: null });
    endLie(sanna);
    await synced(sanna);
    expect((await statusOf(sanna)).quarantined).toEqual([]);
    expect((await receiptsOf(sanna)).map(({ args }) => args)).not.toContain(null);
    expect(await contactOf(sanna, newId)).toMatchObject({ lastName: 'Whole', pending: null });
    const other = await field.laptop('sanna.reyes');
    await synced(other);
    for (const id of [contactId, newId])
      expect({ ...(await contactOf(sanna, id)), localSeq: 0 }).toEqual({
        ...(await contactOf(other, id)),
        localSeq: 0,
      });
  });

  test('what was typed is kept with the receipt, and a later change still stands on it', async () => {
    await using field = await openField();
    const { sanna, contactId } = await withContact(field);
    lie(
      sanna,
      spoiling((row) => row.with(5, {})),
    );
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
    await sanna.engine.call.sync.now();
    sanna.network.isDown = true;
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Head of buying', phone: '482' } });
    expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Head of buying', phone: '482' });
    const [waiting] = await sanna.engine.call.outbox.list({ states: ['queued'] });
    await sanna.engine.call.outbox.discard({ mutationId: waiting?.mutationId ?? '' });
    expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Buyer', phone: null, pending: null });
    sanna.network.isDown = false;
    endLie(sanna);
    await synced(sanna);
    const typed = (await receiptsOf(sanna)).map(({ args }) => args);
    expect(typed).toContainEqual({ contactId, set: { jobTitle: 'Buyer' } });
    expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Buyer', phone: null });
  });
});

test.each<{ name: string; spoil: (answer: Answer) => unknown }>([
  { name: 'an outcome that nobody knows', spoil: ({ id }) => ({ id, outcome: { kind: 'perhaps' } }) },
  { name: 'no outcome', spoil: ({ id }) => ({ id }) },
  { name: 'a verdict without its number', spoil: ({ id }) => decidedAs(id, { kind: 'applied', notes: [] }) },
  { name: 'rows that are no list', spoil: ({ id, outcome }) => ({ id, outcome: { ...outcome, rows: 'none' } }) },
])('$name: that change is asked again, and the others are settled', async ({ spoil }) => {
  await using field = await openField();
  const { sanna, contactId } = await withContact(field);
  const badId = uuidV7();
  lie(sanna, (answer) => (answer.id === badId ? spoil(answer) : answer));
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } }, badId);
  const newId = await makeContact(sanna);
  await sanna.engine.call.sync.now();
  expect(await counts(sanna)).toMatchObject({ queued: 1, sending: 0, parked: 0, acknowledged: 2 });
  expect(await contactOf(sanna, newId)).toMatchObject({ pending: null });
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Buyer', pending: 'waiting' });
  endLie(sanna);
  await synced(sanna);
  expect(await counts(sanna)).toMatchObject({ queued: 0, parked: 0, acknowledged: 3 });
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Buyer', pending: null });
});

const decidedAs = (id: string, verdict: object) => ({
  id,
  outcome: { kind: 'decided', isDuplicate: false, verdict, rows: [] },
});

test('an answer takes no record away that its change did not touch', async () => {
  await using field = await openField();
  const { sanna, contactId } = await withContact(field);
  const gone = (row: Row, id: string): unknown => [row[0], id, row[2] + 1000, row[3], 1, row[5]];
  const withGone: Intercept = altering<PushResponse>('/v1/push', ({ answers, ...rest }) => ({
    ...rest,
    answers: answers.map(({ id, outcome }) =>
      outcome.kind === 'decided'
        ? {
            id,
            outcome: {
              ...outcome,
              rows: outcome.rows.flatMap((row) => (row[0] === 'contact' ? [row, gone(row, contactId)] : [row])),
            },
          }
        : { id, outcome },
    ),
  }));
  sanna.network.intercept = withGone;
  const newId = await makeContact(sanna);
  await synced(sanna);
  expect(await contactOf(sanna, newId)).toMatchObject({ pending: null });
  expect(await contactOf(sanna, contactId)).toMatchObject({ isDeleted: false });
});
