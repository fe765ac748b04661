import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { after, pageLimit, uuid } from './inputs.ts';
import type { Page, ReplicaRow } from './types.ts';

export interface TaskItem extends ReplicaTask {
  /** The record it hangs on, as a person would call it. */
  readonly onTitle: string | null;
}
type ReplicaTask = ReplicaRow<'task'>;

export const tasks = {
  /** By due time, tasks without one last; done ones newest first. */
  page: oc
    .input(
      z.object({
        assigneeIds: z.array(uuid).max(100).optional(),
        isDone: z.boolean().default(false),
        dueBeforeMs: z.int().optional(),
        limit: pageLimit,
        after,
      }),
    )
    .output(type<Page<TaskItem>>()),
  /** @throws NOT_FOUND */
  get: oc.input(z.object({ taskId: uuid })).output(type<ReplicaRow<'task'>>()),
};
