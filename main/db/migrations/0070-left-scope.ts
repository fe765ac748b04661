import type { Migration } from '../migrate.ts';

/** Records that went out of the user's sight and are still to be forgotten everywhere but in the replica. */
export const leftScope: Migration = {
  version: 70,
  minSafeVersion: 10,
  up(run) {
    run('create table leftScope (id text primary key not null) without rowid');
  },
};
