import type { ReplicaRow } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { mustGetRow } from '../lists/load-rows.ts';

/** A deleted task too, so that it can be restored. @throws SatchelError NOT_FOUND */
export const tasksGet = (read: ReadHandle<Schema>, { taskId }: { readonly taskId: string }): ReplicaRow<'task'> =>
  mustGetRow(read, 'task', taskId);
