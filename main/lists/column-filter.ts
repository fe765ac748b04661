import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { isIn, type Condition, type Filter } from './condition.ts';

/** One of these values; no filter when nothing is asked. An empty list asks for no row at all. */
export function columnFilter(column: string, values: readonly string[] | undefined): readonly Filter[] {
  return values === undefined ? [] : [{ check: isIn(`+${column}`, values) }];
}

/** Like `columnFilter`, for a column that has an index of live rows. */
export function indexedFilter(
  read: ReadHandle<Schema>,
  table: 'contact' | 'company' | 'deal',
  column: 'ownerId' | 'companyId' | 'contactId' | 'industry',
  values: readonly string[] | undefined,
): readonly Filter[] {
  if (values === undefined) return [];
  const condition = isIn(column, values);
  const rows = { sql: `select 1 from ${table} where isDeleted = 0 and ${condition.sql}`, values: condition.values };
  return [
    {
      check: isIn(`+${column}`, values),
      lookup: { condition, size: (cap) => countUpTo(read, rows, cap), isCovering: true },
    },
  ];
}

/** The number of rows that a select gives, at most one more than `cap`. */
export function countUpTo(read: ReadHandle<Schema>, { sql, values }: Condition, cap: number): number {
  const counted = read.prepared<Condition['values'], { n: number }>(`select count(*) as n from (${sql} limit ?)`);
  return counted.first([...values, cap + 1])?.n ?? 0;
}
