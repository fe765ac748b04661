import type { TagCount } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { isIn, type Filter } from './condition.ts';

type Table = 'contact' | 'company';

/**
 * The different sets of tags in use, as they are stored. There are few of them beside the rows (some thousand in
 * 100,000 contacts), so a filter compares whole sets, and a scan of the small index of tags is enough to know them.
 */
function storedSets(
  read: ReadHandle<Schema>,
  table: Table,
): readonly { readonly stored: string; readonly count: number }[] {
  return read
    .prepared<[], { stored: string; count: number }>(
      `select tags as stored, count(*) as count from ${table} where isDeleted = 0 and tags <> '[]' group by tags`,
    )
    .all([]);
}

const parse = (stored: string): readonly string[] => JSON.parse(stored) as readonly string[];

/** All tags in use with their number of rows, most used first, equally used ones by name. */
export function tagCounts(read: ReadHandle<Schema>, table: Table): readonly TagCount[] {
  const counts = new Map<string, number>();
  for (const { stored, count } of storedSets(read, table)) {
    for (const tag of new Set(parse(stored))) counts.set(tag, (counts.get(tag) ?? 0) + count);
  }
  const used = [...counts].map(([tag, count]) => ({ tag, count }));
  return used.toSorted((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
}

/** Rows with at least one of these tags. */
export function tagFilter(
  read: ReadHandle<Schema>,
  table: Table,
  tags: readonly string[] | undefined,
): readonly Filter[] {
  if (tags === undefined) return [];
  const wanted = new Set(tags);
  const matching = storedSets(read, table).filter(({ stored }) => parse(stored).some((tag) => wanted.has(tag)));
  const sets = matching.map(({ stored }) => stored);
  const size = matching.reduce((sum, { count }) => sum + count, 0);
  const found = isIn('tags', sets);
  return [
    {
      check: isIn('+tags', sets),
      lookup: {
        condition: { sql: `tags <> '[]' and ${found.sql}`, values: found.values },
        size: () => size,
        count: () => size,
      },
    },
  ];
}
