import type { Limits } from '../store.ts';
import type { Connection } from './connection.ts';

/** A push that was received before a time may commit a little after it. */
const IN_FLIGHT_MS = 60 * 60_000;

export function readLimits(connection: Connection, tenantId: string): Limits {
  const found = connection
    .prepare<{ safe_seq: number; answers_seq: number }>(
      'select safe_seq, answers_seq from tenant_limit where tenant_id = ?',
    )
    .get(tenantId);
  return { safeSeq: found?.safe_seq ?? 0, answersSeq: found?.answers_seq ?? 0 };
}

export function readTenants(connection: Connection): string[] {
  return connection
    .prepare<{ tenant_id: string }>('select tenant_id from tenant_head')
    .all()
    .map(({ tenant_id: tenantId }) => tenantId);
}

/** Ages rest on these marks and on no time that a client wrote: a change made offline is as old as its receipt. */
export function markHeads(connection: Connection, atMs: number): void {
  connection
    .prepare(
      `insert or ignore into head_mark (tenant_id, at_ms, seq)
       select tenant_id, ?, seq from tenant_head as head
       where seq > coalesce((select max(seq) from head_mark where tenant_id = head.tenant_id), -1)`,
    )
    .run(atMs);
}

/**
 * Deleted rows go, and it is forgotten where moved ones came from. The oldest safe cursor rises in the same transaction, so
 * that no reader can ever pass a tombstone that is not there any more.
 */
export function compactTombstones(
  connection: Connection,
  tenantId: string,
  { olderThanMs, limit }: { readonly olderThanMs: number; readonly limit: number },
): boolean {
  return connection.transaction(() => {
    const parameters = { tenantId, limit, upTo: lastMark(connection, tenantId, olderThanMs) };
    const found = connection
      .prepare<{ count: number; last: number | null }>(
        `select count(*) as count, max(seq) as last from (
           select seq from entity where tenant_id = $tenantId and seq <= $upTo and is_deleted = 1
           union all select seq from scope_exit where tenant_id = $tenantId and seq <= $upTo
           order by seq limit $limit)`,
      )
      .get(parameters);
    if (found === undefined || found.last === null) return true;
    const { last } = found;
    for (const statement of [
      'delete from entity where tenant_id = $tenantId and seq <= $last and is_deleted = 1',
      'delete from scope_exit where tenant_id = $tenantId and seq <= $last',
      `insert into tenant_limit (tenant_id, safe_seq, answers_seq) values ($tenantId, $last, 0)
       on conflict (tenant_id) do update set safe_seq = max(safe_seq, excluded.safe_seq)`,
    ])
      connection.prepare(statement).run({ tenantId, last });
    return found.count < limit;
  });
}

/** Where the head was at the newest mark that is old enough. */
function lastMark(connection: Connection, tenantId: string, olderThanMs: number): number {
  const mark = connection
    .prepare<{ seq: number | null }>('select max(seq) as seq from head_mark where tenant_id = ? and at_ms <= ?')
    .get(tenantId, olderThanMs);
  return mark?.seq ?? 0;
}

/** Oldest first, in the order of their writing; every tenant's limit rises before the first of its answers goes. */
export function compactAnswers(connection: Connection, olderThanMs: number, limit: number): boolean {
  return connection.transaction(() => {
    const cutMs = olderThanMs - IN_FLIGHT_MS;
    const oldest = connection
      .prepare<{ id: number; at_ms: number }>('select rowid as id, at_ms from remembered order by rowid limit ?')
      .all(limit);
    const firstKept = oldest.findIndex(({ at_ms: atMs }) => atMs >= cutMs);
    const forgotten = firstKept === -1 ? oldest : oldest.slice(0, firstKept);
    const last = forgotten.at(-1);
    if (last === undefined) return true;
    raiseAnswerLimits(connection, olderThanMs);
    connection.prepare('delete from remembered where rowid <= ?').run(last.id);
    return forgotten.length < limit;
  });
}

/** The first mark after the time stands above every answer from before it; without one the head has not moved since. */
function raiseAnswerLimits(connection: Connection, olderThanMs: number): void {
  connection
    .prepare(
      `insert into tenant_limit (tenant_id, safe_seq, answers_seq)
       select tenant_id, 0, coalesce(
         (select min(seq) from head_mark where tenant_id = head.tenant_id and at_ms >= ?), seq)
       from tenant_head as head where true
       on conflict (tenant_id) do update set answers_seq = max(answers_seq, excluded.answers_seq)`,
    )
    .run(olderThanMs);
}

/** The newest one that is older stays: it says where the head was since. */
export function dropMarks(connection: Connection, olderThanMs: number): void {
  connection
    .prepare(
      `delete from head_mark where at_ms < $olderThanMs and exists (
         select 1 from head_mark as next where next.tenant_id = head_mark.tenant_id
         and next.at_ms > head_mark.at_ms and next.at_ms <= $olderThanMs)`,
    )
    .run({ olderThanMs });
}
