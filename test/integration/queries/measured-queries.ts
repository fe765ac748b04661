import { timelinePage } from '../../../main/activities/timeline.ts';
import { companiesFacets } from '../../../main/companies/companies-facets.ts';
import { companiesGet } from '../../../main/companies/companies-get.ts';
import { companiesPage, type CompaniesPageInput } from '../../../main/companies/companies-page.ts';
import { contactsGet } from '../../../main/contacts/contacts-get.ts';
import { contactsPage, type ContactsPageInput } from '../../../main/contacts/contacts-page.ts';
import { contactsSimilar } from '../../../main/contacts/contacts-similar.ts';
import type { ReadHandle } from '../../../main/db/handles.ts';
import type { Schema } from '../../../main/db/schema.ts';
import { dealsBoardColumn } from '../../../main/deals/deals-board-column.ts';
import { dealsBoard } from '../../../main/deals/deals-board.ts';
import { dealsGet } from '../../../main/deals/deals-get.ts';
import { dealsPage, type DealsPageInput } from '../../../main/deals/deals-page.ts';
import { tagCounts } from '../../../main/lists/tag-filter.ts';
import { searchQuery } from '../../../main/search/search-query.ts';
import { tasksPage } from '../../../main/tasks/tasks-page.ts';
import { idOf, START_MS, type Sizes } from './rows.ts';

type Read = ReadHandle<Schema>;

export interface MeasuredQuery {
  readonly name: string;
  readonly run: (read: Read, round: number) => unknown;
}

const WORDS = [
  'a',
  'an',
  'anna',
  'anna ak',
  'akber',
  'example',
  'head purch',
  '4',
  '+47',
  '555',
  'x',
  'rare',
  'zzz',
  'mills',
  'akbersen j',
  'berlind@',
  'ø',
  'terms',
];
const SEARCHES = [
  ...WORDS,
  '555 01 482',
  '+47 555 01 482',
  '01 482',
  'annabelx',
  'send offer',
  'ros',
  'renewal 2024',
  'qq',
];

/** Every declared sort with every declared filter, words from rare to everywhere, and far pages. */
export function measuredQueries(sizes: Sizes): readonly MeasuredQuery[] {
  return [...contactQueries(sizes), ...companyQueries(), ...dealQueries(sizes), ...otherQueries(sizes)];
}

const owner = (index: number) => idOf('employee', index % 40);

function contactQueries(sizes: Sizes): readonly MeasuredQuery[] {
  const sorts = (['lastName', 'updatedAtMs', 'createdAtMs'] as const).flatMap((field) =>
    (['asc', 'desc'] as const).map((direction) => ({ field, direction })),
  );
  const filters: Readonly<Record<string, (round: number) => ContactsPageInput['filter']>> = {
    'no filter': () => ({}),
    'one owner': (round) => ({ ownerIds: [owner(round)] }),
    'ten owners': (round) => ({ ownerIds: Array.from({ length: 10 }, (_, index) => owner(round + index)) }),
    company: (round) => ({ companyId: idOf('company', round) }),
    'frequent tag': () => ({ tags: ['vip'] }),
    'rare tag': () => ({ tags: ['rare, "quoted"'] }),
    'owner and tags': (round) => ({ ownerIds: [owner(round)], tags: ['partner', 'press'] }),
    'owner and text': (round) => ({ ownerIds: [owner(round)], text: WORDS[round % WORDS.length] ?? '' }),
  };
  const pages = sorts.flatMap((sort) =>
    Object.entries(filters).map(([name, filter]): MeasuredQuery => ({
      name: `contacts.page ${sort.field} ${sort.direction}, ${name}`,
      run: (read, round) => contactsPage(read, { sort, filter: filter(round), limit: 50 }),
    })),
  );
  const texts = WORDS.flatMap((text) =>
    (['lastName', 'updatedAtMs'] as const).map((field): MeasuredQuery => ({
      name: `contacts.page ${field} asc, text "${text}"`,
      run: (read) => contactsPage(read, { sort: { field, direction: 'asc' }, filter: { text }, limit: 50 }),
    })),
  );
  return [
    ...pages,
    ...texts,
    { name: 'contacts.page, page after page', run: nextPage },
    {
      name: 'contacts.get',
      run: (read, round) => contactsGet(read, { contactId: idOf('contact', round % sizes.contacts) }),
    },
    { name: 'contacts.tags', run: (read) => tagCounts(read, 'contact') },
    {
      name: 'contacts.similar',
      run: (read) =>
        contactsSimilar(read, {
          email: 'anna.akber1@ros.example',
          phone: '+47 555 01 482',
          firstName: 'Anna',
          lastName: 'Akber',
        }),
    },
  ];
}

const cursors: (string | undefined)[] = [undefined];

/** Each round reads the page behind the one before. */
function nextPage(read: Read): unknown {
  const input = { sort: { field: 'lastName', direction: 'asc' }, filter: {}, limit: 50 } as const;
  return cursors.push(contactsPage(read, { ...input, after: cursors.at(-1) }).next ?? undefined);
}

function companyQueries(): readonly MeasuredQuery[] {
  const filters: Readonly<Record<string, CompaniesPageInput['filter']>> = {
    'no filter': {},
    'one owner': { ownerIds: [owner(30)] },
    tag: { tags: ['press'] },
    industry: { industries: ['Mills'] },
    size: { employees: { from: 250 } },
    'industry, size and owner': { industries: ['Mills'], employees: { from: 10, to: 49 }, ownerIds: [owner(30)] },
    'text a': { text: 'a' },
    'text company (all)': { text: 'company' },
    'text akber': { text: 'akber' },
  };
  const pages = (['name', 'updatedAtMs'] as const).flatMap((field) =>
    Object.entries(filters).map(([name, filter]): MeasuredQuery => ({
      name: `companies.page ${field} desc, ${name}`,
      run: (read) => companiesPage(read, { sort: { field, direction: 'desc' }, filter, limit: 50 }),
    })),
  );
  return [
    ...pages,
    { name: 'companies.facets', run: (read) => companiesFacets(read) },
    { name: 'companies.get', run: (read, round) => companiesGet(read, { companyId: idOf('company', round) }) },
  ];
}

function dealQueries(sizes: Sizes): readonly MeasuredQuery[] {
  const filters: Readonly<Record<string, DealsPageInput['filter']>> = {
    'no filter': {},
    'one owner': { ownerIds: [owner(39)] },
    'open only': { statuses: ['open'] },
    'stage and owner': { pipelineId: idOf('pipeline', 1), stageIds: ['offer'], ownerIds: [owner(38)] },
    'nothing matches': { pipelineId: idOf('pipeline', 9), statuses: ['won'] },
    company: { companyId: idOf('company', 5) },
    contact: { contactId: idOf('contact', 5) },
    'text renewal (all)': { text: 'renewal' },
    'text akber': { text: 'akber' },
    'text a, open': { text: 'a', statuses: ['open'] },
  };
  const pages = (['title', 'valueMinor', 'expectedCloseOn', 'updatedAtMs'] as const).flatMap((field) =>
    Object.entries(filters).map(([name, filter]): MeasuredQuery => ({
      name: `deals.page ${field} desc, ${name}`,
      run: (read) => dealsPage(read, { sort: { field, direction: 'desc' }, filter, limit: 50 }),
    })),
  );
  const pipelineId = idOf('pipeline', 0);
  return [
    ...pages,
    {
      name: 'deals.page title asc, far on',
      run: (read) =>
        dealsPage(read, {
          sort: { field: 'title', direction: 'asc' },
          filter: {},
          limit: 50,
          skip: sizes.deals - 60,
        }),
    },
    { name: 'deals.get', run: (read, round) => dealsGet(read, { dealId: idOf('deal', round % sizes.deals) }) },
    { name: 'deals.board, 5 stages of 20', run: (read) => dealsBoard(read, { pipelineId, cardsPerStage: 20 }) },
    {
      name: 'deals.board, one owner',
      run: (read, round) => dealsBoard(read, { pipelineId, ownerIds: [owner(round)], cardsPerStage: 20 }),
    },
    { name: 'deals.boardColumn', run: (read) => dealsBoardColumn(read, { pipelineId, stageId: 'new', limit: 50 }) },
    {
      name: 'deals.boardColumn, owner without deals',
      run: (read) => dealsBoardColumn(read, { pipelineId, stageId: 'new', ownerIds: [owner(999)], limit: 50 }),
    },
  ];
}

function otherQueries(sizes: Sizes): readonly MeasuredQuery[] {
  const timelines = (['contact', 'company', 'deal'] as const).map((kind): MeasuredQuery => ({
    name: `timeline.page of a ${kind}`,
    run: (read, round) => timelinePage(read, { of: { kind, id: idOf(kind, round % sizes.companies) }, limit: 50 }),
  }));
  const calls = (['contact', 'company', 'deal'] as const).map((kind): MeasuredQuery => ({
    name: `timeline.page of a ${kind}, calls`,
    run: (read, round) =>
      timelinePage(read, {
        of: { kind, id: idOf(kind, round % sizes.companies) },
        kinds: ['activity'],
        types: ['call'],
        limit: 50,
      }),
  }));
  const searches = SEARCHES.map((text): MeasuredQuery => ({
    name: `search.query "${text}"`,
    run: (read) => searchQuery(read, { text, limit: 20 }),
  }));
  const tenAssignees = Array.from({ length: 10 }, (_, index) => owner(index));
  return [
    ...timelines,
    ...calls,
    { name: 'tasks.page open', run: (read) => tasksPage(read, { isDone: false, limit: 50 }) },
    { name: 'tasks.page done', run: (read) => tasksPage(read, { isDone: true, limit: 50 }) },
    {
      name: 'tasks.page of one',
      run: (read, round) => tasksPage(read, { isDone: false, assigneeIds: [owner(round)], limit: 50 }),
    },
    {
      name: 'tasks.page of ten, due',
      run: (read) =>
        tasksPage(read, { isDone: false, assigneeIds: tenAssignees, dueBeforeMs: START_MS + 8e9, limit: 50 }),
    },
    ...searches,
  ];
}
