import type { CompanyFacets } from '../contract/companies.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { tagCounts } from '../lists/tag-filter.ts';

/** What the companies can be filtered by: industries by name, tags with the most used first. */
export function companiesFacets(read: ReadHandle<Schema>): CompanyFacets {
  const industries = read
    .prepared<[], CompanyFacets['industries'][number]>(
      `select industry, count(*) as count from company indexed by companyByIndustry
       where isDeleted = 0 and industry > '' group by industry`,
    )
    .all([]);
  return { industries, tags: tagCounts(read, 'company') };
}
