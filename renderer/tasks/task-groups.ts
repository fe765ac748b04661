import type { ReplicaRow } from '../../main/contract/types.ts';

export type Task = ReplicaRow<'task'>;

/** The last millisecond of the day that `atMs` falls on, where the reader is. */
export const endOfDayMs = (atMs: number): number => new Date(atMs).setHours(23, 59, 59, 999);
export const startOfDayMs = (atMs: number): number => new Date(atMs).setHours(0, 0, 0, 0);

export interface TaskGroups<Item extends Task> {
  readonly overdue: readonly Item[];
  readonly today: readonly Item[];
  readonly tomorrow: readonly Item[];
  readonly later: readonly Item[];
  readonly undated: readonly Item[];
}

/** When a task is late: at its time, or, where only a day was named, when that day is over. */
export const lateAtMs = ({ dueAtMs, isDueAllDay }: Task): number | null =>
  dueAtMs === null ? null : isDueAllDay ? endOfDayMs(dueAtMs) : dueAtMs;

/** By due time; on a day, those without a time come first, because they may be done at any hour. */
const byDue = (a: Task, b: Task): number =>
  (a.dueAtMs ?? Number.MAX_SAFE_INTEGER) - (b.dueAtMs ?? Number.MAX_SAFE_INTEGER) || (a.id < b.id ? -1 : 1);

/** Open tasks by what they ask of the day. A task of today whose time has passed stays under today, in red. */
export function groupTasks<Item extends Task>(tasks: readonly Item[], nowMs: number): TaskGroups<Item> {
  const today = startOfDayMs(nowMs);
  const tomorrow = endOfDayMs(nowMs) + 1;
  const dayAfter = endOfDayMs(tomorrow) + 1;
  const due = ({ dueAtMs }: Item): number => dueAtMs ?? Number.NaN;
  const sorted = tasks.toSorted(byDue);
  return {
    overdue: sorted.filter((task) => due(task) < today),
    today: sorted.filter((task) => due(task) >= today && due(task) < tomorrow),
    tomorrow: sorted.filter((task) => due(task) >= tomorrow && due(task) < dayAfter),
    later: sorted.filter((task) => due(task) >= dayAfter),
    undated: sorted.filter(({ dueAtMs }) => dueAtMs === null),
  };
}
