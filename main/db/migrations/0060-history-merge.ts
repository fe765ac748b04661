import type { Migration } from '../migrate.ts';

/** What met where two people changed a record; a newer server may have sent it before this build had the column. */
export const historyMerge: Migration = {
  version: 60,
  minSafeVersion: 10,
  up(run) {
    run('alter table history add column merge text');
    run(`
      update history set merge = json_extract(extra, '$.merge'), extra = nullif(json_remove(extra, '$.merge'), '{}')
      where json_type(extra, '$.merge') = 'object'`);
  },
};
