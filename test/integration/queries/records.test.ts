import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { timelinePage } from '../../../main/activities/timeline.ts';
import { companiesFacets } from '../../../main/companies/companies-facets.ts';
import { companiesGet } from '../../../main/companies/companies-get.ts';
import { contactsGet } from '../../../main/contacts/contacts-get.ts';
import { contactsSimilar } from '../../../main/contacts/contacts-similar.ts';
import { dealsBoardColumn } from '../../../main/deals/deals-board-column.ts';
import { dealsBoard } from '../../../main/deals/deals-board.ts';
import { dealsGet } from '../../../main/deals/deals-get.ts';
import { dealsPipelines } from '../../../main/deals/deals-pipelines.ts';
import { tagCounts } from '../../../main/lists/tag-filter.ts';
import { tasksGet } from '../../../main/tasks/tasks-get.ts';
import { tasksPage } from '../../../main/tasks/tasks-page.ts';
import type { AnyRow } from '../../../sync/model/row.ts';
import { codeOf } from '../db/fixtures.ts';
import { addMutation, fill, fillAll, openFixture, type OpenFixture } from './fixture.ts';
import { compareKeys, Oracle, readAll, sortColumn, sortedIds } from './oracle.ts';
import { idOf, SMALL, STAGES } from './rows.ts';

const oracle = new Oracle(SMALL);
let fixture: OpenFixture;
const read = () => fixture.database.read;

beforeAll(() => {
  fixture = openFixture();
  fillAll(fixture.database, SMALL);
});
afterAll(() => fixture.close());

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const deletedId = (kind: 'contact' | 'company' | 'deal' | 'task') =>
  oracle.rows[kind].find(({ row }) => row.isDeleted)?.row.id ?? '';

describe('a record', () => {
  test('that is unknown is NOT_FOUND, one that is deleted is there to be restored', () => {
    const gets = {
      contact: (id: string) => contactsGet(read(), { contactId: id }).contact,
      company: (id: string) => companiesGet(read(), { companyId: id }).company,
      deal: (id: string) => dealsGet(read(), { dealId: id }).deal,
      task: (id: string) => tasksGet(read(), { taskId: id }),
    } as const;
    for (const kind of ['contact', 'company', 'deal', 'task'] as const) {
      expect(
        codeOf(() => gets[kind](UNKNOWN)),
        kind,
      ).toBe('NOT_FOUND');
      expect(gets[kind](deletedId(kind)), kind).toMatchObject({ id: deletedId(kind), isDeleted: true });
    }
  });

  test('carries its pending changes in queue order, sent and discarded ones not', () => {
    const of = [{ kind: 'contact', id: idOf('contact', 1) }] as const;
    const states = ['parked', 'acknowledged', 'held', 'queued', 'discarded', 'sending'];
    states.forEach((state, index) =>
      addMutation(fixture.database, { id: idOf('mutation', 100 - index), ordinal: index + 1, state, of: [...of] }),
    );
    const { pendingMutationIds } = contactsGet(read(), { contactId: idOf('contact', 1) });
    expect(pendingMutationIds).toEqual([0, 2, 3, 5].map((index) => idOf('mutation', 100 - index)));
  });

  test('of a company has its contacts by name and its deals by value', () => {
    const companyId = idOf('company', 4);
    const of = (kind: 'contact' | 'deal') => oracle.live(kind).filter((row) => row['companyId'] === companyId);
    const { contacts, deals } = companiesGet(read(), { companyId });
    expect(contacts.map(({ id }) => id)).toEqual(sortedIds(of('contact'), sortColumn('contact', 'sortName'), 'asc'));
    expect(deals.map(({ id }) => id)).toEqual(sortedIds(of('deal'), (row) => Number(row['valueMinor']), 'desc'));
    expect(contacts.length * deals.length).toBeGreaterThan(0);
  });

  test('is shown as it was stored, with pending and sequence numbers', () => {
    for (const { row, pending, localSeq, serverSeq } of oracle.rows.contact.slice(0, 50)) {
      expect(contactsGet(read(), { contactId: row.id }).contact).toEqual({ ...row, pending, localSeq, serverSeq });
    }
  });
});

/** The values of all rows with their number, equally frequent ones by name. */
function countsOf(values: readonly string[]): readonly (readonly [string, number])[] {
  const counts = Map.groupBy(values, (value) => value);
  return [...counts]
    .map(([value, { length }]) => [value, length] as const)
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

const tagsOf = (kind: 'contact' | 'company') =>
  countsOf(oracle.live(kind).flatMap((row) => row['tags'] as string[])).map(([tag, count]) => ({ tag, count }));

test('contacts.tags counts every tag', () => {
  expect(tagCounts(read(), 'contact')).toEqual(tagsOf('contact'));
});

test('companies.facets counts every tag, and every industry by name', () => {
  const industries = countsOf(oracle.live('company').map((row) => String(row['industry'])))
    .map(([industry, count]) => ({ industry, count }))
    .toSorted((a, b) => (a.industry < b.industry ? -1 : 1));
  expect(industries.length).toBeGreaterThan(2);
  expect(companiesFacets(read())).toEqual({ industries, tags: tagsOf('company') });
});

describe('contacts.similar', () => {
  const base = { ...(oracle.rows.contact[0]?.row as AnyRow), isDeleted: false, companyId: null, otherPhones: [] };
  const person = (index: number, fields: object) => ({
    rowid: 9000 + index,
    pending: null,
    localSeq: 1,
    serverSeq: 1,
    row: { ...base, id: idOf('contact', 9000 + index), ...fields } as AnyRow,
  });
  beforeAll(() => {
    fill(fixture.database, 'contact', [
      person(0, { firstName: 'Ürsa', lastName: 'Nørgård', email: 'URSA@Post.Example ', phone: '+47 555 01 482' }),
      person(1, { firstName: 'Other', lastName: 'Person', email: 'o@post.example', phone: '0047-55501482' }),
      person(2, { firstName: 'ursa', lastName: 'NORGARD', email: null, phone: null }),
      person(3, { firstName: 'ursa', lastName: 'NORGARD', email: 'ursa@post.example', phone: null, isDeleted: true }),
    ]);
  });
  const find = (input: object) => contactsSimilar(read(), input).map(({ contactId, why }) => [contactId, why]);

  test.each([
    { name: 'the e-mail in any case', input: { email: ' ursa@post.EXAMPLE' }, want: [[9000, 'email']] },
    {
      name: 'the phone without country code',
      input: { phone: '555-01-482' },
      want: [
        [9000, 'phone'],
        [9001, 'phone'],
      ],
    },
    {
      name: 'the name without accents',
      input: { firstName: 'Ursa', lastName: 'Norgard' },
      want: [
        [9002, 'name'],
        [9000, 'name'],
      ],
    },
    {
      name: 'e-mail before phone before name, each contact once',
      input: { email: 'ursa@post.example', phone: '55501482', firstName: 'Ursa', lastName: 'Norgard' },
      want: [
        [9000, 'email'],
        [9001, 'phone'],
        [9002, 'name'],
      ],
    },
    {
      name: 'but not the contact itself',
      input: { email: 'ursa@post.example', exceptContactId: idOf('contact', 9000) },
      want: [],
    },
    { name: 'and nothing for nothing', input: { email: ' ', phone: '-', lastName: '' }, want: [] },
  ])('finds $name', ({ input, want }) => {
    expect(find(input)).toEqual(want.map(([index, why]) => [idOf('contact', Number(index)), why]));
  });
});

describe('the board', () => {
  const pipelineId = idOf('pipeline', 0);
  const inStage = (stageId: string, ownerIds?: readonly string[]) =>
    oracle
      .live('deal')
      .filter(
        (row) =>
          row['pipelineId'] === pipelineId &&
          row['stageId'] === stageId &&
          (ownerIds === undefined || ownerIds.includes(String(row['ownerId']))),
      );
  const isPending = (row: AnyRow) => oracle.rows.deal.find((stored) => stored.row === row)?.pending !== null;

  test.each([
    { name: 'of everybody', ownerIds: undefined },
    { name: 'of two owners', ownerIds: [idOf('employee', 0), idOf('employee', 1)] },
  ])('$name has every stage with its sums and first cards', ({ ownerIds }) => {
    const board = dealsBoard(read(), { pipelineId, ownerIds, cardsPerStage: 10 });
    expect(board.map(({ stageId, name, probability, outcome }) => ({ stageId, name, probability, outcome }))).toEqual(
      STAGES,
    );
    for (const column of board) {
      const rows = inStage(column.stageId, ownerIds);
      const currencies = [...new Set(rows.map((row) => String(row['currency'])))].toSorted();
      const sum = (currency: string) =>
        rows.filter((row) => row['currency'] === currency).reduce((total, row) => total + Number(row['valueMinor']), 0);
      expect(column.totals).toEqual(
        currencies.map((currency) => ({
          currency,
          valueMinor: sum(currency),
          weightedMinor: Math.round((sum(currency) * column.probability) / 100),
        })),
      );
      expect([column.count, column.waiting]).toEqual([rows.length, rows.filter(isPending).length]);
      const ids = sortedIds(rows, (row) => Number(row['stageEnteredAtMs']), 'asc');
      expect(column.cards.map(({ id }) => id)).toEqual(ids.slice(0, 10));
      const rest =
        column.next === null
          ? { items: [] }
          : dealsBoardColumn(read(), { pipelineId, stageId: column.stageId, ownerIds, limit: 200, after: column.next });
      expect(rest.items.map(({ id }) => id)).toEqual(ids.slice(10));
      const all = readAll((after) =>
        dealsBoardColumn(read(), { pipelineId, stageId: column.stageId, ownerIds, limit: 7, after }),
      );
      expect(all).toEqual({ ids, total: rows.length });
    }
    expect(board.reduce((sum, { waiting }) => sum + waiting, 0) > 0).toBe(ownerIds === undefined);
  });

  test('of an unknown pipeline is NOT_FOUND; pipelines come in their order', () => {
    expect(codeOf(() => dealsBoard(read(), { pipelineId: UNKNOWN, cardsPerStage: 5 }))).toBe('NOT_FOUND');
    expect(dealsPipelines(read()).map(({ position }) => position)).toEqual([0, 1]);
  });
});

describe('the timeline', () => {
  const time = { activity: 'occurredAtMs', note: 'createdAtMs', task: 'createdAtMs', history: 'atMs' } as const;
  const kinds = Object.keys(time) as (keyof typeof time)[];
  const cases = (['contact', 'company', 'deal'] as const).flatMap((kind) =>
    [
      { chosen: undefined },
      { chosen: ['activity'] as const },
      { chosen: ['note', 'history'] as const },
      { chosen: [] as const },
      { chosen: ['activity'] as const, types: ['meeting', 'visit'] },
      { chosen: undefined, types: ['call'] },
    ].map((filter: { chosen: readonly (keyof typeof time)[] | undefined; types?: string[] }) => ({ kind, ...filter })),
  );
  test.each(cases)('of a $kind merges $chosen $types newest first', ({ kind, chosen, types }) => {
    const id = idOf(kind, 1);
    const wanted = (chosen ?? kinds).flatMap((of) =>
      oracle
        .live(of)
        .filter((row) => row[of === 'history' ? 'recordId' : `${kind}Id`] === id)
        .filter((row) => of !== 'activity' || types === undefined || types.includes(String(row['type'])))
        .map((row) => ({ id: row.id, atMs: Number(row[time[of]]) })),
    );
    const want = wanted.toSorted((a, b) => b.atMs - a.atMs || compareKeys(b.id, a.id)).map((row) => row.id);
    const got = readAll((before) => timelinePage(read(), { of: { kind, id }, kinds: chosen, types, limit: 3, before }));
    expect(got).toEqual({ ids: want, total: want.length });
    if (chosen === undefined && types === undefined) expect(want.length).toBeGreaterThan(5);
  });

  test('keeps its cursor inside the 200 characters of the contract and refuses one of another record', () => {
    const { next } = timelinePage(read(), { of: { kind: 'company', id: idOf('company', 1) }, limit: 2 });
    expect(next?.length).toBeLessThan(200);
    expect(
      codeOf(() =>
        timelinePage(read(), { of: { kind: 'company', id: idOf('company', 2) }, limit: 2, before: next ?? '' }),
      ),
    ).toBe('BAD_REQUEST');
    expect(timelinePage(read(), { of: { kind: 'deal', id: UNKNOWN }, limit: 2 })).toEqual({
      items: [],
      next: null,
      total: 0,
    });
  });
});

describe('tasks.page', () => {
  const people = [idOf('employee', 0), idOf('employee', 1), idOf('employee', 2)];
  const cases = [false, true].flatMap((isDone) =>
    [
      {},
      { assigneeIds: [people[0] ?? ''] },
      { assigneeIds: people },
      { assigneeIds: [] },
      { dueBeforeMs: 1_710_000_000_000 },
      { assigneeIds: people, dueBeforeMs: 1_710_000_000_000 },
    ].map((filter: { assigneeIds?: string[]; dueBeforeMs?: number }) => ({ isDone, filter })),
  );
  test.each(cases)('gives shown tasks by due time, isDone $isDone $filter', ({ isDone, filter }) => {
    const rows = oracle
      .live('task')
      .filter(
        (row) =>
          row['isDone'] === isDone &&
          (filter.assigneeIds?.includes(String(row['assigneeId'])) ?? true) &&
          (filter.dueBeforeMs === undefined ||
            (row['dueAtMs'] !== null && Number(row['dueAtMs']) < filter.dueBeforeMs)) &&
          !oracle.isOrphan(row),
      );
    const got = readAll((after) => tasksPage(read(), { isDone, ...filter, limit: 11, after }));
    expect(got).toEqual({ ids: sortedIds(rows, sortColumn('task', 'sortDue'), 'asc'), total: rows.length });
  });

  test('names the strongest live record that a task hangs on, and some are hidden', () => {
    expect(oracle.live('task').some((row) => oracle.isOrphan(row))).toBe(true);
    for (const task of tasksPage(read(), { isDone: false, limit: 200 }).items) {
      const contact = oracle.find(task.contactId);
      const name = contact === undefined ? undefined : `${contact['firstName']} ${contact['lastName']}`.trim();
      expect(task.onTitle).toBe(
        oracle.find(task.dealId)?.['title'] ?? name ?? oracle.find(task.companyId)?.['name'] ?? null,
      );
    }
  });
});
