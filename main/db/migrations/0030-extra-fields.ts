import type { Migration } from '../migrate.ts';

const TABLES = ['pipeline', 'company', 'contact', 'deal', 'task', 'activity', 'note', 'history'];

/**
 * Fields of a newer server that this build does not know, as JSON by name. The migration that gives such a field its
 * column has to take it out of here.
 */
export const extraFields: Migration = {
  version: 30,
  minSafeVersion: 10,
  up(run) {
    for (const table of TABLES) run(`alter table ${table} add column extra text`);
  },
};
