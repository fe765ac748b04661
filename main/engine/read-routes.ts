import { implement } from '@orpc/server';
import { timelinePage } from '../activities/timeline.ts';
import { companiesFacets } from '../companies/companies-facets.ts';
import { companiesGet } from '../companies/companies-get.ts';
import { companiesPage } from '../companies/companies-page.ts';
import { contactsGet } from '../contacts/contacts-get.ts';
import { contactsPage } from '../contacts/contacts-page.ts';
import { contactsSimilar } from '../contacts/contacts-similar.ts';
import { readNote, type ReadNote } from '../audit/read-note.ts';
import { appContract } from '../contract/app-contract.ts';
import type { ReadDatabase } from '../db/database.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { dealsBoard } from '../deals/deals-board.ts';
import { dealsBoardColumn } from '../deals/deals-board-column.ts';
import { dealsGet } from '../deals/deals-get.ts';
import { dealsPage } from '../deals/deals-page.ts';
import { preferencesGet } from '../preferences/preferences-get.ts';
import { dealsPipelines } from '../deals/deals-pipelines.ts';
import { measuredPlacement } from '../health/measured-placement.ts';
import { measuresOverview } from '../health/overview.ts';
import { SERIES } from '../health/series.ts';
import { tagCounts } from '../lists/tag-filter.ts';
import { searchQuery } from '../search/search-query.ts';
import { tasksGet } from '../tasks/tasks-get.ts';
import { tasksPage } from '../tasks/tasks-page.ts';
import { measured, type Measuring } from './health-samples.ts';
import { passingErrors } from './wire-error.ts';

export interface ReadContext extends Measuring {
  /** @throws SatchelError SIGNED_OUT */
  readonly database: () => ReadDatabase<Schema>;
  /** Somebody read something, for the access log. */
  readonly onRead: (note: ReadNote) => void;
}

type Read = ReadHandle<Schema>;

/** Looking at the measurements is not measured. */
const measuredRead = <T>(context: ReadContext, path: readonly string[], run: () => T): Promise<Awaited<T>> | T =>
  path[0] === 'measures' ? run() : measured(context, SERIES.read(path.join('.')), run);

/** Tells the access log of an answer, and gives it on. */
export function noted<T>({ onRead }: ReadContext, path: readonly string[], input: unknown, output: T): T {
  const note = readNote(path, input, output);
  if (note !== null) onRead(note);
  return output;
}

/** A page runs several statements; they see one state of the database. */
const on = <T>({ database }: ReadContext, query: (read: Read) => T): T => database().snapshot(query);

/** Pure reads of the app contract: the reader thread serves exactly these, an engine in one thread serves them too. */
export function createReadRoutes() {
  const os = implement(appContract)
    .$context<ReadContext>()
    .use(({ next }) => passingErrors(next))
    .use(({ context, path, next }) => measuredRead(context, path, next))
    .use(async ({ context, path, next }, input) => {
      const result = await next();
      noted(context, path, input, result.output);
      return result;
    });
  return {
    contacts: {
      page: os.contacts.page.handler(({ context, input }) => on(context, (read) => contactsPage(read, input))),
      get: os.contacts.get.handler(({ context, input }) => on(context, (read) => contactsGet(read, input))),
      similar: os.contacts.similar.handler(({ context, input }) => on(context, (read) => contactsSimilar(read, input))),
      tags: os.contacts.tags.handler(({ context }) => on(context, (read) => tagCounts(read, 'contact'))),
    },
    companies: {
      page: os.companies.page.handler(({ context, input }) => on(context, (read) => companiesPage(read, input))),
      get: os.companies.get.handler(({ context, input }) => on(context, (read) => companiesGet(read, input))),
      facets: os.companies.facets.handler(({ context }) => on(context, companiesFacets)),
    },
    deals: {
      page: os.deals.page.handler(({ context, input }) => on(context, (read) => dealsPage(read, input))),
      get: os.deals.get.handler(({ context, input }) => on(context, (read) => dealsGet(read, input))),
      board: os.deals.board.handler(({ context, input }) => on(context, (read) => dealsBoard(read, input))),
      boardColumn: os.deals.boardColumn.handler(({ context, input }) =>
        on(context, (read) => dealsBoardColumn(read, input)),
      ),
      pipelines: os.deals.pipelines.handler(({ context }) => on(context, dealsPipelines)),
    },
    tasks: {
      page: os.tasks.page.handler(({ context, input }) => on(context, (read) => tasksPage(read, input))),
      get: os.tasks.get.handler(({ context, input }) => on(context, (read) => tasksGet(read, input))),
    },
    preferences: {
      get: os.preferences.get.handler(({ context }) => on(context, preferencesGet)),
    },
    timeline: {
      page: os.timeline.page.handler(({ context, input }) => on(context, (read) => timelinePage(read, input))),
    },
    search: {
      query: os.search.query.handler(({ context, input }) => on(context, (read) => searchQuery(read, input))),
    },
    measures: {
      overview: os.measures.overview.handler(({ context, input }) =>
        on(context, (read) => measuresOverview(read, input)),
      ),
      placement: os.measures.placement.handler(({ context, input }) =>
        on(context, (read) => measuredPlacement(read, input)),
      ),
    },
  };
}
