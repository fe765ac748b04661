import type { BindValue } from '../db/handles.ts';

/** A piece of SQL with the values of its `?`, in order. The text is constant: nothing of a user's ever gets into it. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly BindValue[];
}

/**
 * A filter of a list. `check` is asked row by row along the sort index, so its columns stand behind a `+`, which keeps
 * the planner from leaving that index. `lookup` finds the rows by an index of their own.
 */
export interface Filter {
  readonly check: Condition;
  readonly lookup?: Lookup;
}

export interface Lookup {
  readonly condition: Condition;
  /** How many rows it finds, counted up to one more than `cap`; deleted ones may be among them. */
  readonly size: (cap: number) => number;
  /** How many live rows it finds, where that is known without looking at each. */
  readonly count?: () => number;
  /** Its index also holds the columns that other filters of the list check. */
  readonly isCovering?: boolean;
}

export const all = (conditions: readonly Condition[]): Condition => ({
  sql: conditions.map(({ sql }) => sql).join(' and '),
  values: conditions.flatMap(({ values }) => values),
});

/** `column in (values)` as one constant text for any number of values. */
export const isIn = (column: string, values: readonly string[]): Condition => ({
  sql: `${column} in (select value from json_each(?))`,
  values: [JSON.stringify(values)],
});
