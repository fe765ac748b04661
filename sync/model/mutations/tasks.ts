import { z } from 'zod';
import { insert, update } from '../change.ts';
import { WHOLE_RECORD } from '../field-groups.ts';
import { EmployeeId, TaskId } from '../ids.ts';
import { line } from '../kinds/field-types.ts';
import { task } from '../kinds/task.ts';
import { allowed } from '../verdict.ts';
import { attachedTo, checkAttached, parentIds, parentReads, unitOf } from './attached.ts';
import { defineMutation, must } from './define-mutation.ts';
import { defineDelete, defineEdit, defineRestore, parentsIn } from './record-mutations.ts';

const { description, dueAtMs, isDueAllDay, remindAtMs } = task.fields.shape;
const title = line.trim().min(1);
const topic = {
  kind: 'task',
  resource: 'tasks',
  idArg: 'taskId',
  title: (row: { readonly title: string }) => row.title,
} as const;

export const tasksCreate = defineMutation({
  name: 'tasks.create',
  version: 1,
  args: z.strictObject({
    taskId: TaskId,
    ...attachedTo,
    title,
    description: description.default(''),
    dueAtMs: dueAtMs.optional(),
    isDueAllDay: isDueAllDay.default(false),
    remindAtMs: remindAtMs.optional(),
    /** Without it: the person who writes. */
    assigneeId: EmployeeId.nullable().optional(),
  }),
  reads: parentReads,
  writes: ({ taskId }) => [{ kind: 'task', id: taskId, group: WHOLE_RECORD }],
  refers: (args) => parentsIn('task', args),
  needs: (args, rows) => ({
    permissions: [{ action: 'create', resource: 'tasks', orgId: unitOf(rows, args) }],
    mode: 'lease',
  }),
  check: checkAttached,
  apply: (rows, args, { actor, nowMs }) => [
    insert(
      'task',
      args.taskId,
      unitOf(rows, args),
      {
        title: args.title,
        description: args.description,
        dueAtMs: args.dueAtMs ?? null,
        isDueAllDay: args.isDueAllDay,
        remindAtMs: args.remindAtMs ?? null,
        assigneeId: args.assigneeId === undefined ? (actor.employeeId as EmployeeId) : args.assigneeId,
        isDone: false,
        doneAtMs: null,
        ...parentIds(rows, args),
      },
      { createdBy: actor.employeeId, createdAtMs: nowMs },
    ),
  ],
  inverse: (_rows, { taskId }) => ({ kind: 'mutation', name: 'tasks.delete', args: { taskId } }),
  words: (_rows, args) => ({ key: 'task.created', values: { title: args.title } }),
});

const defineTick = (name: 'tasks.complete' | 'tasks.reopen', isDone: boolean) =>
  defineMutation({
    name,
    version: 1,
    args: z.strictObject({ taskId: TaskId }),
    reads: ({ taskId }) => ({ task: must('task', taskId) }),
    writes: ({ taskId }) => [{ kind: 'task', id: taskId, group: 'done' }],
    refers: () => [],
    needs: (_args, { task: row }) => ({
      permissions: [{ action: 'edit', resource: 'tasks', orgId: row.orgId }],
      mode: 'lease',
    }),
    check: () => allowed,
    apply: ({ task: row }, _args, { nowMs }) => [update('task', row, { isDone, doneAtMs: isDone ? nowMs : null })],
    inverse: (_rows, { taskId }) => ({
      kind: 'mutation',
      name: isDone ? 'tasks.reopen' : 'tasks.complete',
      args: { taskId },
    }),
    words: ({ task: row }) => ({ key: isDone ? 'task.completed' : 'task.reopened', values: { title: row.title } }),
  });

export const tasksComplete = defineTick('tasks.complete', true);
export const tasksReopen = defineTick('tasks.reopen', false);

export const tasksEdit = defineEdit(
  topic,
  task.fields
    .pick({ description: true, dueAtMs: true, isDueAllDay: true, remindAtMs: true, assigneeId: true })
    .extend({ title }) as z.ZodObject,
);
export const tasksDelete = defineDelete(topic);
export const tasksRestore = defineRestore(topic);
