import type { RecordRef } from '../../sync/model/row.ts';
import type { ErrorCode } from '../../sync/protocol/error-codes.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { Database } from '../db/database.ts';
import type { BindValue, ReadHandle, WriteTx } from '../db/handles.ts';
import type { MutationTable, Schema } from '../db/schema.ts';
import type { OutboxState } from '../contract/types.ts';
import { decodeOutboxRow, encodeOutboxRow, type OutboxRow } from './outbox-row.ts';

/** States in which a change is not settled: it may still be applied, and it may have effects on what is shown. */
export const UNSETTLED = ['queued', 'sending', 'held', 'parked'] as const satisfies readonly OutboxState[];

const UNSETTLED_SQL = `state in ('queued', 'sending', 'held', 'parked')`;

export function findMutationRow(read: ReadHandle<Schema>, id: string): OutboxRow | undefined {
  const stored = read.prepared<[string], MutationTable>('select * from mutation where id = ?').first([id]);
  return stored && decodeOutboxRow(stored);
}

export type Queued = Pick<OutboxRow, 'ordinal' | 'id' | 'state' | 'attempts'>;

/** What an answer has to know; a push settles a hundred at once, and decoding whole rows was a tenth of that. */
export function findQueued(read: ReadHandle<Schema>, id: string): Queued | undefined {
  return read.prepared<[string], Queued>('select ordinal, id, state, attempts from mutation where id = ?').first([id]);
}

/** @throws SatchelError NOT_FOUND */
export function mustGetMutationRow(read: ReadHandle<Schema>, id: string): OutboxRow {
  const row = findMutationRow(read, id);
  if (row) return row;
  throw new SatchelError('NOT_FOUND', 'This change is not in the queue.', { data: { mutationId: id } });
}

/** In queue order. */
export function listByState(read: ReadHandle<Schema>, states: readonly OutboxState[], limit = -1): OutboxRow[] {
  const marks = states.map(() => '?').join(', ');
  return read
    .prepared<BindValue[], MutationTable>(`select * from mutation where state in (${marks}) order by ordinal limit ?`)
    .all([...states, limit])
    .map(decodeOutboxRow);
}

/** Unsettled changes that write this record, in queue order. */
export function listUnsettledOn(read: ReadHandle<Schema>, { kind, id }: RecordRef): OutboxRow[] {
  return read
    .prepared<[string, string], MutationTable>(
      `select mutation.* from mutationRow join mutation using (ordinal)
       where mutationRow.kind = ? and mutationRow.id = ? and ${UNSETTLED_SQL} order by ordinal`,
    )
    .all([kind, id])
    .map(decodeOutboxRow);
}

/** What `listUnsettledOn` would say of the mark on a record, without the changes: an import's hold hundreds of rows. */
export function listPendingOn(
  read: ReadHandle<Schema>,
  { kind, id }: RecordRef,
): readonly Pick<OutboxRow, 'id' | 'state' | 'isLive'>[] {
  return read
    .prepared<[string, string], Pick<MutationTable, 'id' | 'state' | 'isLive'>>(
      `select mutation.id, state, isLive from mutationRow join mutation using (ordinal)
       where mutationRow.kind = ? and mutationRow.id = ? and ${UNSETTLED_SQL}`,
    )
    .all([kind, id])
    .map(({ id: mutationId, state, isLive }) => ({
      id: mutationId,
      state: state as OutboxState,
      isLive: isLive === 1,
    }));
}

/** Ordinals of the unsettled changes that write this record. */
export function listUnsettledOrdinals(read: ReadHandle<Schema>, { kind, id }: RecordRef): readonly number[] {
  return read
    .prepared<[string, string], { ordinal: number }>(
      `select ordinal from mutationRow join mutation using (ordinal)
       where mutationRow.kind = ? and mutationRow.id = ? and ${UNSETTLED_SQL}`,
    )
    .all([kind, id])
    .map(({ ordinal }) => ordinal);
}

export function findByOrdinal(read: ReadHandle<Schema>, ordinal: number): OutboxRow | undefined {
  const stored = read.prepared<[number], MutationTable>('select * from mutation where ordinal = ?').first([ordinal]);
  return stored && decodeOutboxRow(stored);
}

const COLUMNS = [
  'id',
  'name',
  'version',
  'args',
  'actorId',
  'wallMs',
  'hlc',
  'seen',
  'pass',
  'state',
  'isLive',
  'isHeldByUser',
  'stateBefore',
  'writes',
  'creates',
  'words',
  'differences',
  'groupValues',
  'reason',
  'notes',
  'attempts',
  'notBeforeMs',
  'sentAtMs',
  'decidedAtMs',
  'releasedAtMs',
  'serverSeq',
  'replaces',
  'localSeq',
  'serverPass',
  'pricedFeature',
  'pricedCount',
] as const;

const ALL_COLUMNS = ['ordinal', ...COLUMNS];
const INSERT = `insert into mutation (${ALL_COLUMNS.join(', ')}) values (${ALL_COLUMNS.map((column) => `:${column}`).join(', ')})`;

export interface QueueLinks {
  readonly after: readonly string[];
  readonly records: readonly RecordRef[];
  /** A free place in the queue; without it, the end. */
  readonly ordinal?: number | undefined;
}

export function insertMutationRow(
  tx: WriteTx<Schema>,
  row: Omit<OutboxRow, 'ordinal'>,
  { after, records, ...at }: QueueLinks,
): OutboxRow {
  const insert = tx.prepared<Record<string, BindValue>, never>(INSERT);
  const { lastRowid: ordinal } = insert.run({ ...encodeOutboxRow(row), ordinal: at.ordinal ?? null });
  linkMutation(tx, { id: row.id, ordinal }, { after, records });
  return { ...row, ordinal };
}

/** Adds what a change waits for, and the records that it writes. */
export function linkMutation(
  tx: WriteTx<Schema>,
  { id, ordinal }: Pick<OutboxRow, 'id' | 'ordinal'>,
  { after, records }: QueueLinks,
): void {
  const addAfter = tx.prepared<[string, string], never>(
    'insert or ignore into mutationAfter (mutationId, afterId) values (?, ?)',
  );
  for (const afterId of after) addAfter.run([id, afterId]);
  const addRow = tx.prepared<[string, string, number], never>(
    'insert or ignore into mutationRow (kind, id, ordinal) values (?, ?, ?)',
  );
  for (const record of records) addRow.run([record.kind, record.id, ordinal]);
}

export type OutboxPatch = Partial<
  Pick<
    OutboxRow,
    | 'state'
    | 'isLive'
    | 'isHeldByUser'
    | 'stateBefore'
    | 'reason'
    | 'notes'
    | 'attempts'
    | 'notBeforeMs'
    | 'sentAtMs'
    | 'decidedAtMs'
    | 'releasedAtMs'
    | 'serverSeq'
    | 'serverPass'
  >
>;

/** Changes what became of a mutation, never the mutation itself. */
export function patchMutationRow(tx: WriteTx<Schema>, id: string, patch: OutboxPatch, localSeq: number): void {
  const values: Record<string, BindValue> = { id, localSeq };
  for (const [column, value] of Object.entries(patch)) {
    values[column] = typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as BindValue);
  }
  const sets = Object.keys(patch).map((column) => `${column} = :${column}`);
  tx.prepared<Record<string, BindValue>, never>(
    `update mutation set ${[...sets, 'localSeq = :localSeq'].join(', ')} where id = :id`,
  ).run(values);
}

export function listAfter(read: ReadHandle<Schema>, mutationId: string): string[] {
  return read
    .prepared<[string], { afterId: string }>('select afterId from mutationAfter where mutationId = ?')
    .all([mutationId])
    .map(({ afterId }) => afterId);
}

/** Whether the user has to decide about a change, or about one that it waits for, before it is sent. */
export function waitsForUser(read: ReadHandle<Schema>, mutationId: string): boolean {
  const found = read
    .prepared<[string], { id: string }>(
      `with recursive ahead (id) as (
         select ? union select afterId from ahead join mutationAfter on mutationAfter.mutationId = ahead.id)
       select id from ahead join mutation using (id)
       where state = 'parked' or (state = 'held' and isHeldByUser = 1) limit 1`,
    )
    .first([mutationId]);
  return found !== undefined;
}

/** Unsettled changes that wait for this one, and those that wait for them, in queue order. */
export function listDependents(read: ReadHandle<Schema>, mutationId: string): OutboxRow[] {
  return read
    .prepared<[string], MutationTable>(
      `with recursive behind (id) as (
         select mutationId from mutationAfter where afterId = ?
         union select mutationAfter.mutationId from behind join mutationAfter on mutationAfter.afterId = behind.id)
       select mutation.* from behind join mutation using (id) where ${UNSETTLED_SQL} order by ordinal`,
    )
    .all([mutationId])
    .map(decodeOutboxRow);
}

/** A change that takes the place of another takes over those that wait for it. */
export function moveDependents(tx: WriteTx<Schema>, fromId: string, toId: string): void {
  tx.prepared<[string, string], never>('update or ignore mutationAfter set afterId = ? where afterId = ?').run([
    toId,
    fromId,
  ]);
  tx.prepared<[string], never>('delete from mutationAfter where afterId = ?').run([fromId]);
}

/**
 * What was told to come back later goes at once: a person asked for it, or what it waited for is there again.
 * @param codes only what waits for one of these reasons
 */
export function forgetDelays(db: Database<Schema>, codes?: readonly ErrorCode[]): void {
  const isMeant = `json_extract(reason, '$.code') in (select value from json_each(?))`;
  db.write('normal', (tx) =>
    tx
      .prepared<[number, string], never>(
        `update mutation set notBeforeMs = 0 where state = 'queued' and notBeforeMs > 0 and (? or ${isMeant})`,
      )
      .run([codes === undefined ? 1 : 0, JSON.stringify(codes ?? [])]),
  );
}

/** When the first change may go; null where none waits for its time alone, but for the user or for others. */
export function firstDueAtMs(read: ReadHandle<Schema>): number | null {
  const first = read
    .prepared<[], { dueAtMs: number | null }>(
      `select min(notBeforeMs) as dueAtMs from mutation as waiting where state = 'queued' and not exists
         (select 1 from mutationAfter join mutation as earlier on earlier.id = afterId
          where mutationId = waiting.id and earlier.state <> 'acknowledged')`,
    )
    .first([]);
  return first?.dueAtMs ?? null;
}

/** A change was applied: those that wait for it need not wait for their time as well. */
export function freeDependents(tx: WriteTx<Schema>, mutationId: string): void {
  tx.prepared<[string], never>(
    `update mutation set notBeforeMs = 0
     where state = 'queued' and notBeforeMs > 0 and id in (select mutationId from mutationAfter where afterId = ?)`,
  ).run([mutationId]);
  tx.prepared<[string], never>('delete from mutationAfter where afterId = ?').run([mutationId]);
}

/** The change that took the place of this one, if any did. */
export function replacementOf(read: ReadHandle<Schema>, mutationId: string): string {
  const next = read
    .prepared<[string], { id: string }>('select id from mutation where replaces = ?')
    .first([mutationId]);
  return next === undefined ? mutationId : replacementOf(read, next.id);
}

/** Gives up a change's place in the queue, to the end. */
export function moveToEnd(tx: WriteTx<Schema>, { id, ordinal }: Pick<OutboxRow, 'id' | 'ordinal'>): void {
  const last = tx.prepared<[], { last: number }>('select max(ordinal) as last from mutation').first([]);
  const end = (last?.last ?? ordinal) + 1;
  tx.prepared<[number, string], never>('update mutation set ordinal = ? where id = ?').run([end, id]);
  tx.prepared<[number, number], never>('update mutationRow set ordinal = ? where ordinal = ?').run([end, ordinal]);
}

export function countByState(read: ReadHandle<Schema>): Readonly<Record<OutboxState, number>> {
  const counts = { queued: 0, sending: 0, acknowledged: 0, held: 0, parked: 0, discarded: 0 };
  const rows = read
    .prepared<[], { state: OutboxState; count: number }>('select state, count(*) as count from mutation group by state')
    .all([]);
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}

export function recordsOf(read: ReadHandle<Schema>, ordinal: number): RecordRef[] {
  return read.prepared<[number], RecordRef>('select kind, id from mutationRow where ordinal = ?').all([ordinal]);
}
