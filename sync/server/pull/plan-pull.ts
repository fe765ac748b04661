import { isSameValue } from '../../model/same-value.ts';
import { SatchelError } from '../../protocol/satchel-error.ts';
import { badCursor, type Backfill, type Cursor } from './cursor.ts';

export interface PullPlan {
  readonly isReset: boolean;
  readonly purgeUnits: readonly string[];
  /** The cursor as it stands before this page's rows. */
  readonly cursor: Cursor;
  /** True where `cursor.left` says nothing about this plan and rows have to be counted. */
  readonly isUncounted: boolean;
}

export interface PullFacts {
  readonly tenantId: string;
  readonly epoch: string;
  readonly head: number;
  /** Numbers of the cursor may mean something else here. */
  readonly isSetBack: boolean;
  /** Tombstones up to this number may be gone. */
  readonly safeSeq: number;
  readonly areAnswersKept: boolean;
  /** Units in sight now, sorted. */
  readonly units: readonly string[];
  readonly kinds: readonly string[] | undefined;
}

/**
 * What a cursor means today. Of another history it starts anew; lost units are purged, gained ones are filled from the
 * start.
 * @throws SatchelError BAD_REQUEST for a cursor that contradicts itself or was made for other kinds; CURSOR_EXPIRED with
 * `areAnswersKept` in its data for one that has missed tombstones, or comes from before answers were forgotten
 */
export function planPull(old: Cursor | null, facts: PullFacts): PullPlan {
  if (old === null || facts.isSetBack) {
    return { isReset: facts.isSetBack, purgeUnits: [], cursor: startOf(facts), isUncounted: true };
  }
  if (old.seq > facts.head || old.backfill.some(({ toSeq }) => toSeq > old.seq))
    throw badCursor('it is ahead of the server');
  if (Math.max(old.seq, old.startedAt) < facts.safeSeq || !facts.areAnswersKept) throw expired(facts);
  if (!isSameValue(old.kinds, facts.kinds)) throw badCursor('it was made for other kinds');
  const purgeUnits = old.units.filter((unit) => !facts.units.includes(unit));
  const gained = facts.units.filter((unit) => !old.units.includes(unit));
  const fresh: Backfill[] = old.seq === 0 ? [] : gained.map((unit) => ({ unit, fromSeq: 0, toSeq: old.seq }));
  const backfill = [...old.backfill.filter(({ unit }) => facts.units.includes(unit)), ...fresh];
  const cursor = { ...old, units: [...facts.units], backfill };
  return { isReset: false, purgeUnits, cursor, isUncounted: purgeUnits.length + gained.length > 0 };
}

const expired = ({ areAnswersKept }: PullFacts): SatchelError =>
  new SatchelError(
    'CURSOR_EXPIRED',
    'This cursor is older than what is still known of deletions. Pull again without one.',
    {
      data: { areAnswersKept },
    },
  );

const startOf = ({ tenantId, epoch, head, units, kinds }: PullFacts): Cursor => ({
  tenantId,
  epoch,
  boots: [],
  startedAt: head,
  seq: 0,
  units: [...units],
  backfill: [],
  ...(kinds === undefined ? {} : { kinds: [...kinds] }),
  left: 0,
  countedTo: 0,
});
