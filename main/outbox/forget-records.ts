import type { Seen } from '../../sync/model/envelope.ts';
import type { Words } from '../../sync/model/mutations/define-mutation.ts';
import type { OutboxReason } from '../contract/types.ts';
import type { BindValue } from '../db/handles.ts';
import type { LocalTx } from '../db/local-store.ts';
import type { MutationTable } from '../db/schema.ts';
import { decodeOutboxRow, type OutboxRow } from './outbox-row.ts';

/** Changes looked at in one transaction; a few milliseconds. */
const SLICE = 200;

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

type Ids = ReadonlySet<string>;
type Rest = Pick<OutboxRow, 'seen' | 'words' | 'differences' | 'groupValues' | 'notes' | 'reason'>;

/**
 * Takes out of the queue what is known of records that went out of the user's sight. What waits for the server or the
 * user keeps what was typed; a receipt shrinks to id, number and verdict. This is the one place where what was captured
 * with a change is rewritten. The journal is not written: whoever forgets replaces it afterwards.
 * @param after place in the queue to go on from; 0 for the start
 * @returns the place that was reached; null at the end
 */
export function forgetRecords(local: LocalTx, ids: Ids, after: number): number | null {
  const rows = local.tx
    .prepared<[number, number], MutationTable>('select * from mutation where ordinal > ? order by ordinal limit ?')
    .all([after, SLICE]);
  const naming = rows.filter((stored) => isNaming(stored, ids)).map(decodeOutboxRow);
  for (const row of naming) {
    if (row.state === 'acknowledged' && row.writes.some((key) => isOf(key, ids))) shrink(local, row);
    else write(local, row, withoutForeign(row, ids));
  }
  if (naming.length > 0) local.touch('outbox');
  return rows.length < SLICE ? null : (rows.at(-1)?.ordinal ?? null);
}

const isNaming = ({ args, writes, seen, notes, reason }: MutationTable, ids: Ids): boolean =>
  [args, writes, seen, notes, reason ?? ''].some((text) => text.match(UUID)?.some((id) => ids.has(id)));

/** Of a group's key, `kind:id:group`. */
const isOf = (key: string, ids: Ids): boolean => ids.has(key.split(':')[1] ?? '');

function withoutForeign(row: OutboxRow, ids: Ids): Rest {
  const keep = <Value>(byGroup: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
    Object.fromEntries(Object.entries(byGroup).filter(([key]) => !isOf(key, ids)));
  return {
    seen: keep<Seen>(row.seen),
    groupValues: keep(row.groupValues),
    differences: row.differences.map((each) => (ids.has(each.id) ? { ...each, before: null } : each)),
    notes: row.notes.filter(({ id }) => !ids.has(id)),
    reason: row.reason === null ? null : reasonWithout(row.reason, ids),
    words: typedWords(row.words, row.args),
  };
}

function reasonWithout({ conflicts, record, ...reason }: OutboxReason, ids: Ids): OutboxReason {
  return {
    ...reason,
    ...(conflicts === undefined ? {} : { conflicts: conflicts.filter(({ id }) => !ids.has(id)) }),
    ...(record === undefined || ids.has(record.id) ? {} : { record }),
  };
}

/** The rest came from a record's row, which may have been typed by somebody else. */
function typedWords({ key, values }: Words, args: unknown): Words {
  const typed = new Set(partsOf(args));
  const isTyped = (value: string | number | null): boolean => partsOf(value).every((part) => typed.has(part));
  return {
    key,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isTyped(value) ? value : null])),
  };
}

function partsOf(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object') return Object.entries(value).flatMap(([key, inner]) => [key, ...partsOf(inner)]);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

function write(local: LocalTx, { ordinal }: OutboxRow, rest: Rest): void {
  const columns = Object.entries(rest).map(([name, value]) => [name, value === null ? null : JSON.stringify(value)]);
  const sets = columns.map(([name]) => `${name} = :${name}`).join(', ');
  const values: Record<string, BindValue> = Object.fromEntries(columns) as Record<string, BindValue>;
  local.tx
    .prepared<Record<string, BindValue>, never>(
      `update mutation set ${sets}, localSeq = :localSeq where ordinal = :ordinal`,
    )
    .run({ ...values, localSeq: local.localSeq, ordinal });
}

function shrink({ tx, localSeq }: LocalTx, { ordinal, words }: OutboxRow): void {
  tx.prepared<[string, number, number], never>(
    `update mutation set args = 'null', seen = '{}', pass = '{"mode":"lease","entries":[]}', serverPass = null,
       words = ?, differences = '[]', groupValues = '{}', notes = '[]', localSeq = ? where ordinal = ?`,
  ).run([JSON.stringify({ key: words.key, values: {} }), localSeq, ordinal]);
}
