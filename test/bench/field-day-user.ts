import { v7 as uuidV7 } from 'uuid';
import { DEMO_PIPELINE_ID } from '../../resources/scripts/demo-data/demo-pipeline.ts';
import type { RunResult } from '../../main/contract/types.ts';
import type { Engine } from '../../main/engine/create-engine.ts';
import { orgId } from '../integration/engine/records.ts';
import type { Operation, OperationKind } from './field-day-trace.ts';
import type { FieldWindow, Screen } from './field-day-window.ts';

/** One change as it was made, and what the engine said of it. */
export interface Written {
  readonly name: string;
  /** In what was typed, and nowhere else. */
  readonly mark: string;
  readonly result: RunResult;
}

/** Records there were in the morning. */
export interface Records {
  readonly contactIds: readonly string[];
  readonly dealIds: readonly string[];
  /** Worked with by nobody but who deletes them, one after the other. */
  readonly deletableIds: string[];
}

const SCREEN_OF: Partial<Record<OperationKind, Screen>> = {
  'open-deal': 'deal',
  'edit-deal': 'deal',
  'new-deal': 'board',
  list: 'contacts',
  board: 'board',
  search: 'search',
  today: 'today',
};

const READING: ReadonlySet<OperationKind> = new Set(['open-contact', 'open-deal', 'list', 'board', 'search', 'today']);

/** What a person does in the window: goes to a screen and, where it is a change, makes it there. */
export async function operate(
  { call, window, records }: { readonly call: Engine['call']; readonly window: FieldWindow; readonly records: Records },
  operation: Operation,
): Promise<Written | null> {
  const ids = {
    contactId: pickOf(records.contactIds, operation.pick),
    dealId: pickOf(records.dealIds, operation.pick),
  };
  await window.show({ screen: SCREEN_OF[operation.kind] ?? 'contact', ...ids });
  if (READING.has(operation.kind)) return null;
  const { name, args } = changeOf(operation, { ...records, ...ids });
  const { mark } = operation;
  return { name, mark, result: await call.mutations.run({ name, args }) };
}

function changeOf(
  { kind, mark }: Operation,
  { contactId, dealId, deletableIds }: Records & { readonly contactId: string; readonly dealId: string },
): { readonly name: string; readonly args: object } {
  switch (kind) {
    case 'note':
      return { name: 'notes.create', args: { noteId: uuidV7(), contactId, body: `Wants the smaller line, ${mark}` } };
    case 'activity': {
      const args = { activityId: uuidV7(), contactId, type: 'visit', subject: `Plant visit ${mark}` };
      return { name: 'activities.log', args };
    }
    case 'task':
      return { name: 'tasks.create', args: { taskId: uuidV7(), contactId, title: `Send the offer ${mark}` } };
    case 'edit-deal':
      return { name: 'deals.edit', args: { dealId, set: { nextStep: `Visit, ${mark}` } } };
    case 'new-contact':
      return { name: 'contacts.create', args: { contactId: uuidV7(), lastName: mark, orgId } };
    case 'new-deal': {
      const args = { dealId: uuidV7(), title: mark, orgId, pipelineId: DEMO_PIPELINE_ID, currency: 'EUR' };
      return { name: 'deals.create', args };
    }
    case 'delete-contact':
      return { name: 'contacts.delete', args: { contactId: deletableIds.pop() } };
    default:
      return { name: 'contacts.edit', args: { contactId, set: { jobTitle: `Buyer ${mark}` } } };
  }
}

function pickOf(ids: readonly string[], pick: number): string {
  const found = ids[Math.floor(pick * ids.length)];
  if (found === undefined) throw new Error('There are no records to work with.');
  return found;
}
