import type { Migration } from '../migrate.ts';

/** A replica table as the others: settings that follow a person from laptop to laptop. */
export const preferences: Migration = {
  version: 110,
  minSafeVersion: 10,
  up(run) {
    run(`
      create table preference (
        rowid integer primary key, id text not null unique, orgId text, createdBy text not null,
        createdAtMs integer not null, updatedAtMs integer not null, isDeleted integer not null,
        serverSeq integer, localSeq integer not null, pending text, serverRow text,
        name text not null, value text not null, extra text);
      create index preferenceChanged on preference (localSeq)`);
  },
};
