import type { LiveDocument, LivePage, LiveSet } from '../contract/live.ts';
import type { ReadHandle } from '../db/handles.ts';
import { decodeReplicaRow } from '../db/row-codec.ts';
import type { MutationTable, ReplicaColumns, Schema } from '../db/schema.ts';
import { outboxItem } from '../outbox/list-outbox.ts';
import { decodeOutboxRow } from '../outbox/outbox-row.ts';
import { isOrphan } from '../tasks/live-parents.ts';

interface SetDefinition {
  readonly kind: 'deal' | 'task' | 'pipeline';
  /** Whether a row belongs to the set; the others that changed are named as removed. */
  readonly isMember: (row: Readonly<Record<string, unknown>>, employeeId: string) => boolean;
  /** SQL that is true for a row that hides with the record it hangs on. */
  readonly isHidden?: string;
}

const SETS: Readonly<Record<Exclude<LiveSet, 'outbox'>, SetDefinition>> = {
  openDeals: { kind: 'deal', isMember: (row) => row['isDeleted'] === 0 && row['status'] === 'open' },
  myTasks: {
    kind: 'task',
    isMember: (row, employeeId) => row['isDeleted'] === 0 && row['assigneeId'] === employeeId && row['isDone'] === 0,
    isHidden: isOrphan('task'),
  },
  pipelines: { kind: 'pipeline', isMember: (row) => row['isDeleted'] === 0 },
};

export interface LiveInput {
  readonly set: LiveSet;
  readonly after: number;
  readonly limit: number;
}

/**
 * What entered, changed or left a set after a local sequence number, oldest change first. A commit is never cut in two:
 * the page ends with the last whole one, so it may be a little longer than `limit`.
 */
export function livePage(read: ReadHandle<Schema>, input: LiveInput, employeeId: string): LivePage {
  if (input.set === 'outbox') return outboxPage(read, input);
  const { kind, isMember, isHidden = '0' } = SETS[input.set];
  const rows = changedRows<ReplicaColumns & { readonly isHidden: number }>(read, kind, input, isHidden);
  const upTo = rows.isWhole ? Number.MAX_SAFE_INTEGER : rows.checkpoint;
  const documents: LiveDocument[] = [];
  const removed = goneIds(read, kind, { after: input.after, upTo });
  for (const row of rows.items) {
    if (row.isHidden === 0 && isMember(row as unknown as Readonly<Record<string, unknown>>, employeeId))
      documents.push(decodeReplicaRow(kind, row) as LiveDocument);
    else if (input.after > 0) removed.push(row.id);
  }
  return { documents, removed, checkpoint: rows.checkpoint, more: !rows.isWhole };
}

const UNSETTLED = new Set(['queued', 'sending', 'held', 'parked']);

function outboxPage(read: ReadHandle<Schema>, input: LiveInput): LivePage {
  const rows = changedRows<MutationTable>(read, 'mutation', input);
  const documents = rows.items
    .filter(({ state }) => UNSETTLED.has(state))
    .map((row) => outboxItem(read, decodeOutboxRow(row)));
  const removed = input.after === 0 ? [] : rows.items.filter(({ state }) => !UNSETTLED.has(state)).map(({ id }) => id);
  return { documents, removed, checkpoint: rows.checkpoint, more: !rows.isWhole };
}

interface Changed<Row> {
  readonly items: readonly Row[];
  readonly checkpoint: number;
  readonly isWhole: boolean;
}

function changedRows<Row extends { readonly localSeq: number }>(
  read: ReadHandle<Schema>,
  table: string,
  { after, limit }: LiveInput,
  isHidden = '0',
): Changed<Row> {
  const columns = `*, (${isHidden}) as isHidden`;
  const items = read
    .prepared<[number, number], Row>(`select ${columns} from "${table}" where localSeq > ? order by localSeq limit ?`)
    .all([after, limit]);
  const last = items.at(-1);
  if (last === undefined || items.length < limit) return { items, checkpoint: last?.localSeq ?? after, isWhole: true };
  const rest = read
    .prepared<[number], Row>(`select ${columns} from "${table}" where localSeq = ?`)
    .all([last.localSeq]);
  return {
    items: [...items.filter(({ localSeq }) => localSeq < last.localSeq), ...rest],
    checkpoint: last.localSeq,
    isWhole: false,
  };
}

/** Rows that are not on this laptop any more. */
function goneIds(read: ReadHandle<Schema>, kind: string, { after, upTo }: { after: number; upTo: number }): string[] {
  if (after === 0) return [];
  return read
    .prepared<[string, number, number], { id: string }>(
      'select id from setChange where kind = ? and localSeq > ? and localSeq <= ?',
    )
    .all([kind, after, upTo])
    .map(({ id }) => id);
}
