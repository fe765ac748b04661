import { expect, test } from 'vitest';
import { companiesPage } from '../../../main/companies/companies-page.ts';
import { contactsPage } from '../../../main/contacts/contacts-page.ts';
import { fillAll, openFixture } from '../../integration/queries/fixture.ts';

const SIZES = { contacts: 700, companies: 120, deals: 40, activities: 40, tasks: 10, notes: 10, history: 10 };

test('a jump gives the rows that walking there gives, counts nothing and can be read on from', () => {
  const fixture = openFixture();
  try {
    fillAll(fixture.database, SIZES);
    const { read } = fixture.database;
    for (const filter of [{}, { tags: ['vip'] }, { text: 'a' }]) {
      const input = { sort: { field: 'lastName', direction: 'asc' }, filter, limit: 20 } as const;
      const walked: string[] = [];
      for (let after: string | undefined, isMore = true; isMore;) {
        const page = contactsPage(read, { ...input, after });
        walked.push(...page.items.map(({ id }) => id));
        after = page.next ?? undefined;
        isMore = page.next !== null;
      }
      for (const skip of [1, 20, 57, Math.max(1, walked.length - 5), walked.length]) {
        const page = contactsPage(read, { ...input, skip });
        expect(page.items.map(({ id }) => id)).toEqual(walked.slice(skip, skip + 20));
        expect(page.total).toBeNull();
        if (page.next === null) continue;
        const further = contactsPage(read, { ...input, after: page.next });
        expect(further.items.map(({ id }) => id)).toEqual(walked.slice(skip + 20, skip + 40));
      }
    }
    const companies = companiesPage(read, { sort: { field: 'name', direction: 'desc' }, filter: {}, limit: 100 });
    const jumped = companiesPage(read, { sort: { field: 'name', direction: 'desc' }, filter: {}, limit: 10, skip: 30 });
    expect(jumped.items).toEqual(companies.items.slice(30, 40));
  } finally {
    fixture.close();
  }
});
