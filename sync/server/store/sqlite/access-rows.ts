import type { LoggedAccess } from '../../../protocol/access.ts';
import type { AccessRow, AccessRowsPage, AccessRowsQuery } from '../access-rows.ts';
import type { Connection } from './connection.ts';

/** Lines looked at for one page: bounds the time where few of them are for the reader. */
const MAX_SCANNED = 5000;

/**
 * Lines are only added. The one number that grows is the server's own count of the rows of a pull while its pages go
 * out; a line that a laptop sends again, or under the id of another one, changes nothing.
 */
const APPEND = `
  insert into access (tenant_id, employee_id, id, action, what, why, kinds, rows, at_ms, device_id, org_ids, source,
    received_at_ms)
  values ($tenantId, $by, $id, $action, $what, $why, $kinds, $rows, $atMs, $deviceId, $orgIds, $source, $receivedAtMs)
  on conflict (tenant_id, employee_id, id) do update set rows = rows + excluded.rows
    where source = 'server' and excluded.source = 'server'`;

export function appendAccess(connection: Connection, rows: readonly AccessRow[]): void {
  const statement = connection.prepare(APPEND);
  connection.transaction(() => {
    for (const { kinds, orgIds, ...row } of rows)
      statement.run({ ...row, kinds: JSON.stringify(kinds), orgIds: JSON.stringify(orgIds) });
  });
}

interface Found extends Omit<LoggedAccess, 'kinds'> {
  readonly ordinal: number;
  readonly kinds: string;
}

function loggedOf(found: Found): LoggedAccess {
  const { id, action, what, why, kinds, rows, atMs, by, deviceId, source, receivedAtMs } = found;
  return {
    id,
    action,
    what,
    why,
    kinds: JSON.parse(kinds) as string[],
    rows,
    atMs,
    by,
    deviceId,
    source,
    receivedAtMs,
  };
}

export function readAccess(connection: Connection, query: AccessRowsQuery): AccessRowsPage {
  const { units, before, limit, ...rest } = query;
  const scan = {
    ...rest,
    before: before ?? Number.MAX_SAFE_INTEGER,
    limit,
    units: JSON.stringify(units),
    most: MAX_SCANNED,
  };
  const byPerson = query.by === null ? '$by is null' : 'employee_id = $by';
  const scanned = `from access where tenant_id = $tenantId and ${byPerson} and ordinal < $before
    order by ordinal desc limit $most`;
  const found = connection
    .prepare<Found>(
      `select ordinal, id, action, what, why, kinds, rows, at_ms as atMs, employee_id as "by", device_id as deviceId,
         source, received_at_ms as receivedAtMs
       from (select * ${scanned})
       where ($action is null or action = $action)
         and exists (select 1 from json_each(org_ids) where value in (select value from json_each($units)))
       order by ordinal desc limit $limit`,
    )
    .all(scan);
  const rows = found.map(loggedOf);
  const last = found.at(-1);
  if (last !== undefined && found.length === limit) return { rows, before: last.ordinal };
  const { tenantId, by } = query;
  const end = connection
    .prepare<{ count: number; lowest: number | null }>(
      `select count(*) as count, min(ordinal) as lowest from (select ordinal ${scanned})`,
    )
    .get({ tenantId, by, before: scan.before, most: MAX_SCANNED });
  return { rows, before: end?.count === MAX_SCANNED ? end.lowest : null };
}

/** Oldest first, in the order of their receipt. @returns whether none is left from before the time */
export function compactAccess(connection: Connection, olderThanMs: number, limit: number): boolean {
  return connection.transaction(() => {
    const oldest = connection
      .prepare<{ ordinal: number; receivedAtMs: number }>(
        'select ordinal, received_at_ms as receivedAtMs from access order by ordinal limit ?',
      )
      .all(limit);
    const firstKept = oldest.findIndex(({ receivedAtMs }) => receivedAtMs >= olderThanMs);
    const gone = firstKept === -1 ? oldest : oldest.slice(0, firstKept);
    const last = gone.at(-1);
    if (last === undefined) return true;
    connection.prepare('delete from access where ordinal <= ?').run(last.ordinal);
    return gone.length < limit;
  });
}
