import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';

interface LastActivity {
  readonly id: string;
  readonly atMs: number | null;
}

/** When something was last done with each of these contacts; contacts without any activity are not in it. */
export function lastActivityTimes(
  read: ReadHandle<Schema>,
  contactIds: readonly string[],
): ReadonlyMap<string, number> {
  const found = read
    .prepared<[string], LastActivity>(
      `select value as id, (
         select occurredAtMs from activity where contactId = value and contactId is not null and isDeleted = 0
         order by occurredAtMs desc, activity.id desc limit 1) as atMs
       from json_each(?)`,
    )
    .all([JSON.stringify(contactIds)]);
  return new Map(found.flatMap(({ id, atMs }) => (atMs === null ? [] : [[id, atMs] as const])));
}
