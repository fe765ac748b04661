import type { Migration } from '../migrate.ts';

/** What waiting changes will cost is summed at every priced command, so it has an index; the server's pass lies beside the own. */
export const chargesAndPasses: Migration = {
  version: 40,
  minSafeVersion: 10,
  up(run) {
    run(`
      alter table mutation add column serverPass text;
      alter table mutation add column pricedFeature text;
      alter table mutation add column pricedCount integer;
      create index mutationPriced on mutation (state, pricedFeature, pricedCount) where pricedFeature is not null`);
  },
};
