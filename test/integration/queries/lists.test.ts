import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { companiesPage } from '../../../main/companies/companies-page.ts';
import { CONTACT_SORTS, contactsPage } from '../../../main/contacts/contacts-page.ts';
import { DEAL_SORTS, dealsPage } from '../../../main/deals/deals-page.ts';
import type { AnyRow } from '../../../sync/model/row.ts';
import { codeOf } from '../db/fixtures.ts';
import { fill, fillAll, openFixture, type OpenFixture } from './fixture.ts';
import { Oracle, readAll, sortColumn, sortedIds } from './oracle.ts';
import { idOf, SMALL, type StoredRow } from './rows.ts';

const oracle = new Oracle(SMALL);
let fixture: OpenFixture;
const read = () => fixture.database.read;

beforeAll(() => {
  fixture = openFixture();
  fillAll(fixture.database, SMALL);
});
afterAll(() => fixture.close());

const owners = [idOf('employee', 0), idOf('employee', 3)];
const isOneOf = (values: readonly string[] | undefined, value: unknown) =>
  values === undefined || values.includes(String(value));
const hasTag = (wanted: readonly string[] | undefined, row: AnyRow) =>
  wanted === undefined || (row['tags'] as readonly string[]).some((tag) => wanted.includes(tag));

/** Every text both as the first pages of a frequent word and as the collected matches of a rare one. */
const TEXTS = ['a', 'an', 'anna', 'example', 'mills', 'akber', 'head purch', '+47', 'ø', 'zzz', '!?', ''];

describe('contacts.page', () => {
  const keys = {
    lastName: sortColumn('contact', 'sortName'),
    updatedAtMs: (row: AnyRow) => row.updatedAtMs,
    createdAtMs: (row: AnyRow) => row.createdAtMs,
  };
  const filters = [
    {},
    { ownerIds: owners },
    { ownerIds: [] },
    { companyId: idOf('company', 3) },
    { tags: ['vip'] },
    { tags: ['press', 'north'], ownerIds: owners },
    { tags: ['rare, "quoted"'] },
    { tags: [','] },
    ...TEXTS.map((text) => ({ text })),
    { text: 'a', ownerIds: owners, tags: ['vip', 'partner'] },
  ] as { ownerIds?: string[]; companyId?: string; tags?: string[]; text?: string }[];
  const cases = (['lastName', 'updatedAtMs', 'createdAtMs'] as const).flatMap((field) =>
    (['asc', 'desc'] as const).flatMap((direction) => filters.map((filter) => ({ field, direction, filter }))),
  );

  test.each(cases)(
    'gives the rows of a naive filter and sort: $field $direction $filter',
    ({ field, direction, filter }) => {
      const rows = oracle
        .live('contact')
        .filter(
          (row) =>
            isOneOf(filter.ownerIds, row['ownerId']) &&
            (filter.companyId === undefined || row['companyId'] === filter.companyId) &&
            hasTag(filter.tags, row) &&
            oracle.passesText('contact', row, filter.text ?? ''),
        );
      const sort = { field, direction };
      const { ids, total } = readAll((after) => contactsPage(read(), { sort, filter, limit: 37, after }));
      expect(ids).toEqual(sortedIds(rows, keys[field], direction));
      expect(total).toBe(rows.length);
    },
  );

  test('adds company, last activity and open deals', () => {
    const { items } = contactsPage(read(), { sort: { field: 'lastName', direction: 'asc' }, filter: {}, limit: 200 });
    for (const item of items) {
      const activities = oracle.live('activity').filter(({ contactId }) => contactId === item.id);
      expect(item.companyName).toBe(oracle.find(item.companyId)?.['name'] ?? null);
      expect(item.lastActivityAtMs).toBe(
        activities.length === 0 ? null : Math.max(...activities.map(({ occurredAtMs }) => Number(occurredAtMs))),
      );
      const open = oracle.live('deal').filter((deal) => deal['contactId'] === item.id && deal['status'] === 'open');
      const sum = (currency: unknown) =>
        open
          .filter((deal) => deal['currency'] === currency)
          .reduce((total, deal) => total + Number(deal['valueMinor']), 0);
      const currencies = [...new Set(open.map(({ currency }) => String(currency)))].toSorted();
      expect(item.openDealsMinor).toEqual(currencies.map((currency) => ({ currency, valueMinor: sum(currency) })));
    }
    expect(items.some(({ openDealsMinor }) => openDealsMinor.length > 0)).toBe(true);
    expect(items.some(({ pending }) => pending !== null)).toBe(true);
  });

  test('refuses a cursor that is garbled or of another sort, filter or list', () => {
    const sort = { field: 'lastName', direction: 'asc' } as const;
    const { next } = contactsPage(read(), { sort, filter: {}, limit: 5 });
    const after = next ?? '';
    const garbled = [Buffer.from('[1,2,3]').toString('base64url'), 'x', '', `${after.slice(0, 20)}A${after.slice(21)}`];
    for (const text of garbled)
      expect(
        codeOf(() => contactsPage(read(), { sort, filter: {}, limit: 5, after: text })),
        text,
      ).toBe('BAD_REQUEST');
    expect(
      codeOf(() => contactsPage(read(), { sort: { ...sort, direction: 'desc' }, filter: {}, limit: 5, after })),
    ).toBe('BAD_REQUEST');
    expect(codeOf(() => contactsPage(read(), { sort, filter: { tags: ['vip'] }, limit: 5, after }))).toBe(
      'BAD_REQUEST',
    );
    expect(
      codeOf(() => companiesPage(read(), { sort: { field: 'name', direction: 'asc' }, filter: {}, limit: 5, after })),
    ).toBe('BAD_REQUEST');
    expect(codeOf(() => contactsPage(read(), { sort, filter: {}, limit: 5, after }))).toBe('none');
    const other = {
      sort: { field: 'isDeleted; drop table contact' as 'lastName', direction: 'asc' as const },
      filter: {},
      limit: 5,
    };
    expect(codeOf(() => contactsPage(read(), other))).toBe('BAD_REQUEST');
  });

  test('takes the values of a filter as a set: their order does not make another list', () => {
    const sort = { field: 'updatedAtMs', direction: 'desc' } as const;
    const { next } = contactsPage(read(), { sort, filter: { ownerIds: owners }, limit: 5 });
    expect(
      contactsPage(read(), { sort, filter: { ownerIds: owners.toReversed() }, limit: 5, after: next ?? '' }).items,
    ).toHaveLength(5);
  });
});

describe('companies.page', () => {
  const industry = String(oracle.live('company')[0]?.['industry']);
  const filters = [
    {},
    { ownerIds: owners },
    { tags: ['vip', 'press'] },
    { industries: [industry] },
    { industries: [] },
    { employees: { from: 250 } },
    { industries: [industry], employees: { from: 10, to: 300 }, ownerIds: owners },
    { employees: { from: 100 }, text: 'a' },
    ...TEXTS.map((text) => ({ text })),
  ] as {
    ownerIds?: string[];
    tags?: string[];
    industries?: string[];
    employees?: { from: number; to?: number };
    text?: string;
  }[];
  const cases = (['name', 'updatedAtMs'] as const).flatMap((field) =>
    (['asc', 'desc'] as const).flatMap((direction) => filters.map((filter) => ({ field, direction, filter }))),
  );
  test.each(cases)(
    'gives the rows of a naive filter and sort: $field $direction $filter',
    ({ field, direction, filter }) => {
      const rows = oracle
        .live('company')
        .filter(
          (row) =>
            isOneOf(filter.ownerIds, row['ownerId']) &&
            hasTag(filter.tags, row) &&
            isOneOf(filter.industries, row['industry']) &&
            Number(row['employeeCount']) >= (filter.employees?.from ?? 0) &&
            Number(row['employeeCount']) <= (filter.employees?.to ?? Infinity) &&
            oracle.passesText('company', row, filter.text ?? ''),
        );
      const key = field === 'name' ? sortColumn('company', 'sortName') : (row: AnyRow) => row.updatedAtMs;
      const { ids, total } = readAll((after) =>
        companiesPage(read(), { sort: { field, direction }, filter, limit: 7, after }),
      );
      expect(ids).toEqual(sortedIds(rows, key, direction));
      expect(total).toBe(rows.length);
    },
  );
});

describe('deals.page', () => {
  const keys = {
    title: sortColumn('deal', 'sortTitle'),
    valueMinor: (row: AnyRow) => Number(row['valueMinor']),
    expectedCloseOn: (row: AnyRow) => String(row['expectedCloseOn'] ?? ''),
    updatedAtMs: (row: AnyRow) => row.updatedAtMs,
  };
  interface Filter {
    ownerIds?: string[];
    pipelineId?: string;
    stageIds?: string[];
    statuses?: ('open' | 'won' | 'lost')[];
    contactId?: string;
    companyId?: string;
    text?: string;
  }
  const filters: Filter[] = [
    {},
    { ownerIds: owners },
    { pipelineId: idOf('pipeline', 1), stageIds: ['new', 'won'] },
    { statuses: ['open'], ownerIds: owners },
    { contactId: idOf('contact', 10) },
    { companyId: idOf('company', 7), statuses: ['open', 'lost'] },
    ...['renewal', 'a', 'ak renewal', 'mills', '2024'].map((text) => ({ text })),
    { text: 'a', statuses: ['won'] },
  ];
  const cases = (Object.keys(DEAL_SORTS) as (keyof typeof keys)[]).flatMap((field) =>
    (['asc', 'desc'] as const).flatMap((direction) => filters.map((filter) => ({ field, direction, filter }))),
  );
  test.each(cases)(
    'gives the rows of a naive filter and sort: $field $direction $filter',
    ({ field, direction, filter }) => {
      const rows = oracle
        .live('deal')
        .filter(
          (row) =>
            isOneOf(filter.ownerIds, row['ownerId']) &&
            isOneOf(filter.pipelineId === undefined ? undefined : [filter.pipelineId], row['pipelineId']) &&
            isOneOf(filter.stageIds, row['stageId']) &&
            isOneOf(filter.statuses, row['status']) &&
            isOneOf(filter.contactId === undefined ? undefined : [filter.contactId], row['contactId']) &&
            isOneOf(filter.companyId === undefined ? undefined : [filter.companyId], row['companyId']) &&
            oracle.passesText('deal', row, filter.text ?? ''),
        );
      const { ids, total } = readAll((after) =>
        dealsPage(read(), { sort: { field, direction }, filter, limit: 23, after }),
      );
      expect(ids).toEqual(sortedIds(rows, keys[field], direction));
      expect(total).toBe(rows.length);
    },
  );

  test.each([0, 1, 57, 1000])('begins %i rows on where it is told to, as reading on to there does', (skip) => {
    const input = { sort: { field: 'title', direction: 'asc' } as const, filter: { statuses: ['open' as const] } };
    const { ids } = readAll((after) => dealsPage(read(), { ...input, limit: 200, after }));
    const { items, total } = dealsPage(read(), { ...input, limit: 20, skip });
    expect(items.map(({ id }) => id)).toEqual(ids.slice(skip, skip + 20));
    expect(total).toBe(skip === 0 ? ids.length : null);
  });

  test('names whom a deal is with, deleted ones not', () => {
    const { items } = dealsPage(read(), { sort: { field: 'title', direction: 'asc' }, filter: {}, limit: 200 });
    for (const { companyId, companyName, contactId, contactName } of items) {
      const contact = oracle.find(contactId);
      expect(companyName).toBe(oracle.find(companyId)?.['name'] ?? null);
      expect(contactName).toBe(contact === undefined ? null : `${contact['firstName']} ${contact['lastName']}`.trim());
    }
    expect(items.some(({ companyName, companyId }) => companyName === null && companyId !== null)).toBe(true);
  });
});

test('a word that most rows have is found where all of them come last', () => {
  const many = openFixture();
  try {
    const base = oracle.rows.contact[0]?.row as AnyRow;
    const make = (index: number): StoredRow => ({
      rowid: index + 1,
      pending: null,
      localSeq: 1,
      serverSeq: 1,
      row: {
        ...base,
        id: idOf('contact', index),
        isDeleted: false,
        firstName: '',
        lastName: index < 90 ? `Adam ${index}` : `Zeta ${index}`,
        email: null,
        companyId: null,
        tags: [],
        otherEmails: [],
      } as AnyRow,
    });
    fill(
      many.database,
      'contact',
      Array.from({ length: 200 }, (_, index) => make(index)),
    );
    const list = (after: string | undefined) =>
      contactsPage(many.database.read, {
        sort: { field: 'lastName', direction: 'asc' },
        filter: { text: 'zeta' },
        limit: 20,
        after,
      });
    expect(readAll(list).ids).toHaveLength(110);
  } finally {
    many.close();
  }
});

test('a name that is too long for a cursor is continued at its row', () => {
  const many = openFixture();
  try {
    const base = oracle.rows.contact[0]?.row as AnyRow;
    const make = (index: number): StoredRow => ({
      rowid: index + 1,
      pending: null,
      localSeq: 1,
      serverSeq: 1,
      row: {
        ...base,
        id: idOf('contact', index),
        isDeleted: false,
        firstName: '漢'.repeat(255),
        lastName: `${'字'.repeat(250)}${index}`,
      } as AnyRow,
    });
    const rows = Array.from({ length: 30 }, (_, index) => make(index));
    fill(many.database, 'contact', rows);
    for (const direction of ['asc', 'desc'] as const) {
      const list = (after: string | undefined) => {
        expect((after ?? '').length).toBeLessThanOrEqual(2000);
        return contactsPage(many.database.read, {
          sort: { field: 'lastName', direction },
          filter: {},
          limit: 4,
          after,
        });
      };
      expect(readAll(list).ids).toEqual(
        sortedIds(
          rows.map(({ row }) => row),
          sortColumn('contact', 'sortName'),
          direction,
        ),
      );
    }
  } finally {
    many.close();
  }
});

test('every sort of the contract has its column', () => {
  expect(Object.keys(CONTACT_SORTS)).toEqual(['lastName', 'updatedAtMs', 'createdAtMs']);
});
