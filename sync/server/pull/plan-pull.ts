import { isSameValue } from '../../model/same-value.ts';
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
  /** Units in sight now, sorted. */
  readonly units: readonly string[];
  readonly kinds: readonly string[] | undefined;
}

/**
 * What a cursor means today. Another epoch starts anew; lost units are purged, gained ones are filled from the start.
 * @throws SatchelError BAD_REQUEST for a cursor ahead of the server or made for other kinds
 */
export function planPull(old: Cursor | null, facts: PullFacts): PullPlan {
  if (old === null || old.epoch !== facts.epoch) {
    return { isReset: old !== null, purgeUnits: [], cursor: startOf(facts), isUncounted: true };
  }
  if (old.seq > facts.head || old.backfill.some(({ toSeq }) => toSeq > old.seq))
    throw badCursor('it is ahead of the server');
  if (!isSameValue(old.kinds, facts.kinds)) throw badCursor('it was made for other kinds');
  const purgeUnits = old.units.filter((unit) => !facts.units.includes(unit));
  const gained = facts.units.filter((unit) => !old.units.includes(unit));
  const fresh: Backfill[] = old.seq === 0 ? [] : gained.map((unit) => ({ unit, fromSeq: 0, toSeq: old.seq }));
  const backfill = [...old.backfill.filter(({ unit }) => facts.units.includes(unit)), ...fresh];
  const cursor = { ...old, units: [...facts.units], backfill };
  return { isReset: false, purgeUnits, cursor, isUncounted: purgeUnits.length + gained.length > 0 };
}

const startOf = ({ tenantId, epoch, units, kinds }: PullFacts): Cursor => ({
  tenantId,
  epoch,
  seq: 0,
  units: [...units],
  backfill: [],
  ...(kinds === undefined ? {} : { kinds: [...kinds] }),
  left: 0,
  countedTo: 0,
});
