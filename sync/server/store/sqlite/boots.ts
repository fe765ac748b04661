import { randomBytes } from 'node:crypto';
import type { Connection } from './connection.ts';

/** A witness names so many boots: how often a server may have started between a backup and its loss. */
const NAMED_BOOTS = 16;

/** A start of a server on this database. Its name is never used again, so a database that lacks it was set back. */
export function recordBoot(connection: Connection): string {
  const id = randomBytes(8).toString('base64url');
  connection.prepare('insert into boot (id) values (?)').run(id);
  return id;
}

/** The newest boots, newest last. */
export function readBoots(connection: Connection): string[] {
  return connection
    .prepare<{ id: string }>(`select id from boot order by ordinal desc limit ${NAMED_BOOTS}`)
    .all()
    .map(({ id }) => id)
    .reverse();
}

/** Called in every transaction that raises a head; only the first one after a start writes something. */
export function noteFirstWrite(connection: Connection, tenantId: string, head: number): void {
  connection
    .prepare(
      'insert into boot_head (tenant_id, ordinal, first_seq) select ?, max(ordinal), ? from boot where true on conflict do nothing',
    )
    .run(tenantId, head);
}

/** The last number that the newest of these boots reached; undefined when this database knows none of them. */
export function readLastSeq(connection: Connection, tenantId: string, boots: readonly string[]): number | undefined {
  const newest = connection
    .prepare<{ ordinal: number | null }>(
      'select max(ordinal) as ordinal from boot where id in (select value from json_each(?))',
    )
    .get(JSON.stringify(boots))?.ordinal;
  if (newest === null || newest === undefined) return undefined;
  return connection
    .prepare<{ last: number }>(
      `select coalesce(
         (select first_seq from boot_head where tenant_id = $tenantId and ordinal > $newest order by ordinal limit 1),
         (select seq from tenant_head where tenant_id = $tenantId), 0) as last`,
    )
    .get({ tenantId, newest })?.last;
}
