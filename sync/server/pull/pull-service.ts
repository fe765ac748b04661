import type { z } from 'zod';
import type { Clock } from '../../model/clock.ts';
import type { PullRequest } from '../../protocol/pull.ts';
import type { Store } from '../store/store.ts';
import type { Session } from '../wrapper/sessions.ts';
import { decodeCursor, encodeCursor, type Cursor } from './cursor.ts';
import { planPull, type PullPlan } from './plan-pull.ts';
import { decodeWitness, encodeWitness, witnessOf, type Witnesses } from './witness.ts';

type Request = z.output<typeof PullRequest>;

export interface PulledPage {
  /** The whole answer as JSON. */
  readonly json: Buffer;
  readonly count: number;
  readonly more: boolean;
}

export interface PullService {
  /** @throws SatchelError BAD_REQUEST for a cursor that cannot be used, CURSOR_EXPIRED for one that is too old */
  pull(session: Session, request: Request): Promise<PulledPage>;
}

interface Options {
  readonly store: Store;
  readonly clock: Clock;
  readonly epoch: () => string;
  readonly witnesses: Witnesses;
}

interface Progress {
  readonly cursor: Cursor;
  readonly parts: readonly Buffer[];
  readonly count: number;
}

/** Rows in sight in the order of their numbers; the rows travel as the bytes they are stored in. */
export function createPullService({ store, clock, epoch, witnesses }: Options): PullService {
  return {
    async pull({ tenantId, units }, { cursor: text, witness, limit, kinds }) {
      const old = text === null ? null : decodeCursor(text, tenantId);
      const standing = await witnesses.judge(tenantId, witness === undefined ? witnessOf(old) : decodeWitness(witness));
      const head = await store.head(tenantId);
      const planned = async (): Promise<PullPlan> => {
        const { safeSeq } = await store.limits(tenantId);
        return planPull(old, { tenantId, epoch: epoch(), head, units, kinds, safeSeq, ...standing });
      };
      const plan = await planned();
      const left = await rowsLeft(store, plan, head);
      const progress = await readRows(store, plan.cursor, head, limit);
      await planned(); // refused now if tombstones of this page were taken away while it was read
      const isAtHead = progress.cursor.backfill.length === 0 && progress.cursor.seq >= head;
      // a row that was written again meanwhile has left the page: only an unmoved head makes this a state of the server
      const isDone = isAtHead && (await store.head(tenantId)) === head;
      const remaining = isDone ? 0 : Math.max(1, left - progress.count);
      const seen = await witnesses.make(head); // after the rows: a start in between has changed none of them
      const cursor = { ...progress.cursor, boots: seen.boots, left: remaining, countedTo: head };
      const answer = {
        epoch: plan.cursor.epoch,
        cursor: encodeCursor(cursor),
        witness: encodeWitness(seen),
        isReset: plan.isReset,
        sharedSeq: plan.isReset ? standing.sharedSeq : head,
        areAnswersKept: standing.areAnswersKept,
        purgeUnits: plan.purgeUnits,
        more: !isDone,
        head,
        remaining,
        serverTimeMs: clock.wallMs(),
      };
      return { json: jsonOf(answer, progress.parts), count: progress.count, more: !isDone };
    },
  };
}

/** Counted once and then kept up with: only what is newer than the last count is counted again. */
async function rowsLeft(store: Store, { cursor, isUncounted }: PullPlan, head: number): Promise<number> {
  const { tenantId, units, kinds } = cursor;
  if (!isUncounted) {
    const newer =
      cursor.countedTo >= head
        ? 0
        : await store.countRows({ tenantId, units, kinds, fromSeq: cursor.countedTo, toSeq: head });
    return cursor.left + newer;
  }
  let count = await store.countRows({ tenantId, units, kinds, fromSeq: cursor.seq, toSeq: head });
  for (const { unit: onlyUnit, fromSeq, toSeq } of cursor.backfill) {
    count += await store.countRows({ tenantId, units, kinds, onlyUnit, fromSeq, toSeq });
  }
  return count;
}

/** Back-fills first, so that a moment after a unit was gained its rows are there; then what is new. */
async function readRows(store: Store, start: Cursor, head: number, limit: number): Promise<Progress> {
  const { tenantId, units, kinds } = start;
  let cursor = start;
  const parts: Buffer[] = [];
  let count = 0;
  for (let fill = cursor.backfill[0]; fill && count < limit; fill = cursor.backfill[0]) {
    const { unit: onlyUnit, fromSeq, toSeq } = fill;
    const page = await store.readPage({ tenantId, units, kinds, onlyUnit, fromSeq, toSeq, limit: limit - count });
    if (page.count > 0) parts.push(page.json);
    count += page.count;
    const rest = cursor.backfill.slice(1);
    cursor = { ...cursor, backfill: page.isComplete ? rest : [{ ...fill, fromSeq: page.lastSeq }, ...rest] };
    if (!page.isComplete) return { cursor, parts, count };
  }
  if (cursor.backfill.length > 0 || count >= limit) return { cursor, parts, count };
  const page = await store.readPage({ tenantId, units, kinds, fromSeq: cursor.seq, toSeq: head, limit: limit - count });
  if (page.count > 0) parts.push(page.json);
  return { cursor: { ...cursor, seq: page.lastSeq }, parts, count: count + page.count };
}

const COMMA = Buffer.from(',');
const END = Buffer.from(']}');

function jsonOf(answer: Readonly<Record<string, unknown>>, parts: readonly Buffer[]): Buffer {
  const start = Buffer.from(`${JSON.stringify(answer).slice(0, -1)},"rows":[`);
  return Buffer.concat([start, ...parts.flatMap((part, index) => (index === 0 ? [part] : [COMMA, part])), END]);
}
