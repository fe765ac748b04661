import type { Kind } from '../kinds/all-kinds.ts';
import type { RecordRef } from '../row.ts';

const RESTORES: Partial<Record<Kind, readonly [resource: string, idArg: string]>> = {
  contact: ['contacts', 'contactId'],
  company: ['companies', 'companyId'],
  deal: ['deals', 'dealId'],
  activity: ['activities', 'activityId'],
  note: ['notes', 'noteId'],
  task: ['tasks', 'taskId'],
};

/** The mutation that takes the deletion of a record back; undefined for kinds that are never deleted. */
export function restoreOf({ kind, id }: RecordRef): { readonly name: string; readonly args: unknown } | undefined {
  const [resource, idArg] = RESTORES[kind] ?? [];
  return resource === undefined || idArg === undefined
    ? undefined
    : { name: `${resource}.restore`, args: { [idArg]: id } };
}
