import type { Migration } from '../migrate.ts';

/** Finds and counts companies by industry; holds what the other filters of the list ask for as well. */
export const companyIndustry: Migration = {
  version: 20,
  minSafeVersion: 10,
  up(run) {
    run(`
      create index companyByIndustry on company (industry, employeeCount, ownerId, tags) where isDeleted = 0`);
  },
};
