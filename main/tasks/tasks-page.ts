import type { TaskItem } from '../contract/tasks.ts';
import type { Page } from '../contract/types.ts';
import type { BindValue, ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { all, isIn, type Condition } from '../lists/condition.ts';
import { fingerprintOf } from '../lists/cursor.ts';
import { keysAfter, startOf, toPage, type Key, type KeyPageInput } from '../lists/keyset.ts';
import { loadRows } from '../lists/load-rows.ts';
import { isOrphan } from './live-parents.ts';
import { parentTitles } from './parent-titles.ts';

export interface TasksPageInput {
  readonly assigneeIds?: readonly string[] | undefined;
  readonly isDone: boolean;
  readonly dueBeforeMs?: number | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}

/** By due time, tasks without one last; done ones newest first. @throws SatchelError BAD_REQUEST for a foreign cursor */
export function tasksPage(read: ReadHandle<Schema>, input: TasksPageInput): Page<TaskItem> {
  const lists = listsOf(input);
  const keys = lists.flatMap((list) => keysAfter(read, list, startOf(read, list), input.limit + 1)).toSorted(byDue);
  const { rowids, next } = toPage(keys, { limit: input.limit, fingerprint: fingerprint(input) });
  const tasks = loadRows(read, 'task', rowids);
  const titles = parentTitles(read, tasks);
  return {
    items: tasks.map((task, index) => ({ ...task, onTitle: titles[index] ?? null })),
    next,
    total: input.after === undefined ? countShown(read, input) : null,
  };
}

const byDue = (a: Key, b: Key): number => Number(a.key) - Number(b.key) || (a.id < b.id ? -1 : 1);

const fingerprint = ({ assigneeIds, isDone, dueBeforeMs }: TasksPageInput): string =>
  fingerprintOf('tasks', { assigneeIds, isDone, dueBeforeMs });

/** One list for each assignee, each read in its index's order; pages are merged from them. */
function listsOf(input: TasksPageInput): readonly KeyPageInput[] {
  const { assigneeIds, limit, after } = input;
  const list = (of: readonly Condition[]): KeyPageInput => ({
    table: 'task',
    sort: { expression: 'sortDue', type: 'number' },
    direction: 'asc',
    limit,
    after,
    fingerprint: fingerprint(input),
    base: all([...of, ...stateOf(input)]),
    filters: [{ check: { sql: `not (${isOrphan('task')})`, values: [] } }],
  });
  if (assigneeIds === undefined) return [list([])];
  return [...new Set(assigneeIds)].map((assigneeId) => list([{ sql: 'assigneeId = ?', values: [assigneeId] }]));
}

// Of open tasks `sortDue` is the due time, so the index ends the walk; done ones are sorted by when they were done.
function stateOf({ isDone, dueBeforeMs }: TasksPageInput): readonly Condition[] {
  const state: Condition = { sql: 'isDeleted = 0 and isDone = ?', values: [isDone] };
  if (dueBeforeMs === undefined) return [state];
  return [state, { sql: isDone ? 'dueAtMs < ?' : 'sortDue < ?', values: [dueBeforeMs] }];
}

/** Everything in the index minus what hangs on deleted records, of which there are few. */
function countShown(read: ReadHandle<Schema>, input: TasksPageInput): number {
  const { assigneeIds } = input;
  const state = stateOf(input);
  const live = all(assigneeIds === undefined ? state : [isIn('assigneeId', assigneeIds), ...state]);
  const hidden = all(assigneeIds === undefined ? state : [isIn('+assigneeId', assigneeIds), ...state]);
  const counted = read.prepared<readonly BindValue[], { n: number }>(
    `select (select count(*) from task where ${live.sql}) - (select count(*) from task where ${hidden.sql}
       and ${isOrphan('task')} and rowid in (
         select rowid from task where contactId in (select id from contact where isDeleted = 1)
         union all select rowid from task where dealId in (select id from deal where isDeleted = 1)
         union all select rowid from task where companyId in (select id from company where isDeleted = 1))) as n`,
  );
  return counted.first([...live.values, ...hidden.values])?.n ?? 0;
}
