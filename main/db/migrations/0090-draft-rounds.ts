import type { Migration } from '../migrate.ts';

/**
 * When a draft was let go, so that what became of it can be summed up until somebody has seen it. The status counts what
 * was added to deleted records at every commit, so that has an index too.
 */
export const draftRounds: Migration = {
  version: 90,
  minSafeVersion: 10,
  up(run) {
    run(`
      alter table mutation add column releasedAtMs integer;
      create index mutationReleased on mutation (state) where releasedAtMs is not null;
      create index mutationOnDeleted on mutation (ordinal) where instr(notes, '"on-deleted"') > 0`);
  },
};
