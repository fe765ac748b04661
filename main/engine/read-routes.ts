import { implement } from '@orpc/server';
import { timelinePage } from '../activities/timeline.ts';
import { companiesGet } from '../companies/companies-get.ts';
import { companiesPage } from '../companies/companies-page.ts';
import { contactsGet } from '../contacts/contacts-get.ts';
import { contactsPage } from '../contacts/contacts-page.ts';
import { contactsSimilar } from '../contacts/contacts-similar.ts';
import { contactsTags } from '../contacts/contacts-tags.ts';
import { appContract } from '../contract/app-contract.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { dealsBoard } from '../deals/deals-board.ts';
import { dealsBoardColumn } from '../deals/deals-board-column.ts';
import { dealsGet } from '../deals/deals-get.ts';
import { dealsPage } from '../deals/deals-page.ts';
import { dealsPipelines } from '../deals/deals-pipelines.ts';
import { searchQuery } from '../search/search-query.ts';
import { tasksGet } from '../tasks/tasks-get.ts';
import { tasksPage } from '../tasks/tasks-page.ts';
import { passingErrors } from './wire-error.ts';

export interface ReadContext {
  /** @throws SatchelError SIGNED_OUT */
  readonly read: () => ReadHandle<Schema>;
}

/** Pure reads of the app contract: the reader thread serves exactly these, an engine in one thread serves them too. */
export function createReadRoutes() {
  const os = implement(appContract).$context<ReadContext>().use(({ next }) => passingErrors(next));
  return {
    contacts: {
      page: os.contacts.page.handler(({ context, input }) => contactsPage(context.read(), input)),
      get: os.contacts.get.handler(({ context, input }) => contactsGet(context.read(), input)),
      similar: os.contacts.similar.handler(({ context, input }) => contactsSimilar(context.read(), input)),
      tags: os.contacts.tags.handler(({ context }) => contactsTags(context.read())),
    },
    companies: {
      page: os.companies.page.handler(({ context, input }) => companiesPage(context.read(), input)),
      get: os.companies.get.handler(({ context, input }) => companiesGet(context.read(), input)),
    },
    deals: {
      page: os.deals.page.handler(({ context, input }) => dealsPage(context.read(), input)),
      get: os.deals.get.handler(({ context, input }) => dealsGet(context.read(), input)),
      board: os.deals.board.handler(({ context, input }) => dealsBoard(context.read(), input)),
      boardColumn: os.deals.boardColumn.handler(({ context, input }) => dealsBoardColumn(context.read(), input)),
      pipelines: os.deals.pipelines.handler(({ context }) => dealsPipelines(context.read())),
    },
    tasks: {
      page: os.tasks.page.handler(({ context, input }) => tasksPage(context.read(), input)),
      get: os.tasks.get.handler(({ context, input }) => tasksGet(context.read(), input)),
    },
    timeline: {
      page: os.timeline.page.handler(({ context, input }) => timelinePage(context.read(), input)),
    },
    search: {
      query: os.search.query.handler(({ context, input }) => searchQuery(context.read(), input)),
    },
  };
}
