import type { Migration } from '../migrate.ts';

/** What was measured, by minute for the last hours and by hour for a week. Lost with no harm. */
export const health: Migration = {
  version: 50,
  minSafeVersion: 10,
  up(run) {
    run(`
      create table healthBucket (
        spanMs integer not null, startMs integer not null, series text not null,
        count integer not null, failed integer not null, totalMs real not null, counts text not null,
        primary key (spanMs, startMs, series)) without rowid;
    `);
  },
};
