import type { Envelope, SeenByGroup, WritePass } from '../../sync/model/envelope.ts';
import type { GroupValue } from '../../sync/model/field-groups.ts';
import type { Words } from '../../sync/model/mutations/define-mutation.ts';
import type { CreditAsk, PricedFeature } from '../../sync/model/credit-rules.ts';
import type { FieldDifference, OutboxReason, OutboxState } from '../contract/types.ts';
import type { MergeNote } from '../contract/conflict.ts';
import type { MutationTable } from '../db/schema.ts';

/** A change in the queue. The envelope's bytes are never rewritten; the rest is what became of it. */
export interface OutboxRow extends Envelope {
  readonly ordinal: number;
  readonly state: OutboxState;
  readonly isLive: boolean;
  readonly isHeldByUser: boolean;
  readonly stateBefore: OutboxState | null;
  readonly writes: readonly string[];
  readonly creates: readonly string[];
  readonly words: Words;
  readonly differences: readonly FieldDifference[];
  readonly groupValues: Readonly<Record<string, GroupValue>>;
  readonly reason: OutboxReason | null;
  readonly notes: readonly MergeNote[];
  readonly attempts: number;
  readonly notBeforeMs: number;
  readonly sentAtMs: number | null;
  readonly decidedAtMs: number | null;
  /** When it was let go as a draft; null once somebody has seen what became of it. */
  readonly releasedAtMs: number | null;
  readonly serverSeq: number | null;
  readonly replaces: string | null;
  readonly localSeq: number;
  /** The server's own, beside `pass`; null until it has decided. */
  readonly serverPass: WritePass | null;
  /** What it will be charged for. */
  readonly price: CreditAsk | null;
}

const parse = <T>(text: string): T => JSON.parse(text) as T;

export function decodeOutboxRow({ pricedFeature, pricedCount, ...stored }: MutationTable): OutboxRow {
  return {
    ...stored,
    args: parse<unknown>(stored.args),
    seen: parse<SeenByGroup>(stored.seen),
    pass: parse<WritePass>(stored.pass),
    isLive: stored.isLive === 1,
    isHeldByUser: stored.isHeldByUser === 1,
    stateBefore: stored.stateBefore as OutboxState | null,
    writes: parse<string[]>(stored.writes),
    creates: parse<string[]>(stored.creates),
    words: parse<Words>(stored.words),
    differences: parse<FieldDifference[]>(stored.differences),
    groupValues: parse<Record<string, GroupValue>>(stored.groupValues),
    reason: stored.reason === null ? null : parse<OutboxReason>(stored.reason),
    notes: parse<MergeNote[]>(stored.notes),
    serverPass: stored.serverPass === null ? null : parse<WritePass>(stored.serverPass),
    price: pricedFeature === null ? null : { feature: pricedFeature as PricedFeature, count: pricedCount ?? 0 },
  };
}

/** Everything but `ordinal`, which the table gives. */
export function encodeOutboxRow(row: Omit<OutboxRow, 'ordinal'>): Omit<MutationTable, 'ordinal'> {
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    args: JSON.stringify(row.args),
    actorId: row.actorId,
    wallMs: row.wallMs,
    hlc: row.hlc,
    seen: JSON.stringify(row.seen),
    pass: JSON.stringify(row.pass),
    state: row.state,
    isLive: row.isLive ? 1 : 0,
    isHeldByUser: row.isHeldByUser ? 1 : 0,
    stateBefore: row.stateBefore,
    writes: JSON.stringify(row.writes),
    creates: JSON.stringify(row.creates),
    words: JSON.stringify(row.words),
    differences: JSON.stringify(row.differences),
    groupValues: JSON.stringify(row.groupValues),
    reason: row.reason === null ? null : JSON.stringify(row.reason),
    notes: JSON.stringify(row.notes),
    attempts: row.attempts,
    notBeforeMs: row.notBeforeMs,
    sentAtMs: row.sentAtMs,
    decidedAtMs: row.decidedAtMs,
    releasedAtMs: row.releasedAtMs,
    serverSeq: row.serverSeq,
    replaces: row.replaces,
    localSeq: row.localSeq,
    serverPass: row.serverPass === null ? null : JSON.stringify(row.serverPass),
    pricedFeature: row.price?.feature ?? null,
    pricedCount: row.price?.count ?? null,
  };
}
