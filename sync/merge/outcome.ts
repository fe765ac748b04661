import type { HistoryEntry } from '../model/derive-history.ts';
import type { GroupValue } from '../model/field-groups.ts';
import type { Kind } from '../model/kinds/all-kinds.ts';
import type { AnyRow } from '../model/row.ts';
import type { GroupConflict, MergeNote, RowWrite } from './decision.ts';

/** What a decision collects while it goes through a mutation's changes. */
export interface Outcome {
  readonly writes: RowWrite[];
  readonly entries: HistoryEntry[];
  readonly notes: MergeNote[];
  readonly conflicts: GroupConflict[];
  readonly values: Record<string, GroupValue>;
  readonly seenUpTo: Record<string, number>;
}

export const emptyOutcome = (): Outcome => ({
  writes: [],
  entries: [],
  notes: [],
  conflicts: [],
  values: dictionary(),
  seenUpTo: dictionary(),
});

/** Keys that hold ids never come twice; an object literal would be given a hidden class for each of them. */
const dictionary = <T>(): Record<string, T> => Object.create(null) as Record<string, T>;

/** An entry of a record as a whole. */
export const wholeEntry = (of: Kind, row: AnyRow, action: HistoryEntry['action']): HistoryEntry => ({
  recordKind: of,
  recordId: row.id,
  orgId: row.orgId,
  action,
  group: null,
  before: null,
  after: null,
  merge: null,
});
