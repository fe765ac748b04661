import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';

export type NamedKind = 'contact' | 'company' | 'deal';

interface NameColumns {
  readonly id: string;
  readonly name: string | null;
}

const NAME_SQL: Readonly<Record<NamedKind, string>> = {
  contact: `coalesce(nullif(trim(firstName || ' ' || lastName), ''), email)`,
  company: 'name',
  deal: 'title',
};

/** What a person calls these records, by id; deleted and unknown ones are not in it. */
export function recordNames(
  read: ReadHandle<Schema>,
  kind: NamedKind,
  ids: Iterable<string | null>,
): ReadonlyMap<string, string | null> {
  const wanted = new Set<string>();
  for (const id of ids) if (id !== null) wanted.add(id);
  if (wanted.size === 0) return new Map();
  const sql = `select id, ${NAME_SQL[kind]} as name from ${kind} where isDeleted = 0 and id in (select value from json_each(?))`;
  const found = read.prepared<[string], NameColumns>(sql).all([JSON.stringify([...wanted])]);
  return new Map(found.map(({ id, name }) => [id, name]));
}

export const recordName = (read: ReadHandle<Schema>, kind: NamedKind, id: string | null): string | null =>
  id === null ? null : (recordNames(read, kind, [id]).get(id) ?? null);
