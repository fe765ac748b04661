import type { Migration } from '../migrate.ts';

/** Lines of the access log that the server does not have yet. Ids rise with time, so they lie in order. */
export const accessEntries: Migration = {
  version: 100,
  minSafeVersion: 10,
  up(run) {
    run(`
      create table accessEntry (
        id text primary key not null, action text not null, what text not null, why text not null,
        kinds text not null, rows integer not null, atMs integer not null) without rowid;
    `);
  },
};
