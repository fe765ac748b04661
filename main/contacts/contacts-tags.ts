import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { tagSets } from '../lists/tag-filter.ts';

export interface TagCount {
  readonly tag: string;
  readonly count: number;
}

/** The tags of all contacts, most used first, equally used ones by name. */
export function contactsTags(read: ReadHandle<Schema>): readonly TagCount[] {
  const counts = new Map<string, number>();
  for (const { tags, count } of tagSets(read, 'contact')) {
    for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + count);
  }
  const used = [...counts].map(([tag, count]) => ({ tag, count }));
  return used.toSorted((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
}
