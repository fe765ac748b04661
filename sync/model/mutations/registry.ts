import { z } from 'zod';
import { SatchelError } from '../../protocol/satchel-error.ts';
import type { SeenByGroup } from '../envelope.ts';
import { wellFormed } from '../well-formed.ts';
import * as activities from './activities.ts';
import { companiesImportBatch } from './companies-import-batch.ts';
import * as companies from './companies.ts';
import { contactsImportBatch } from './contacts-import-batch.ts';
import * as contacts from './contacts.ts';
import { dealsImportBatch } from './deals-import-batch.ts';
import * as deals from './deals.ts';
import type { Mutation } from './define-mutation.ts';
import * as notes from './notes.ts';
import { pipelinesSave } from './pipelines.ts';
import { preferencesSet } from './preferences.ts';
import * as tasks from './tasks.ts';

const ALL: readonly Mutation[] = [
  contacts.contactsCreate,
  contacts.contactsEdit,
  contacts.contactsDelete,
  contacts.contactsRestore,
  contacts.contactsReassign,
  contacts.contactsMove,
  companies.companiesCreate,
  companies.companiesEdit,
  companies.companiesDelete,
  companies.companiesRestore,
  companies.companiesReassign,
  companies.companiesMove,
  deals.dealsCreate,
  deals.dealsEdit,
  deals.dealsMoveStage,
  deals.dealsDelete,
  deals.dealsRestore,
  deals.dealsReassign,
  deals.dealsMove,
  activities.activitiesLog,
  activities.activitiesEdit,
  activities.activitiesDelete,
  activities.activitiesRestore,
  notes.notesCreate,
  notes.notesEdit,
  notes.notesDelete,
  notes.notesRestore,
  tasks.tasksCreate,
  tasks.tasksEdit,
  tasks.tasksComplete,
  tasks.tasksReopen,
  tasks.tasksDelete,
  tasks.tasksRestore,
  pipelinesSave,
  preferencesSet,
  contactsImportBatch,
  companiesImportBatch,
  dealsImportBatch,
];

const byName = new Map(ALL.map((mutation) => [mutation.name, mutation]));

/** Every mutation there is, in a stable order. */
export const MUTATIONS = ALL;

export const findMutation = (name: string): Mutation | undefined => byName.get(name);

/** @throws SatchelError UNKNOWN_MUTATION */
export function mustGetMutation(name: string): Mutation {
  const mutation = byName.get(name);
  if (mutation) return mutation;
  throw new SatchelError('UNKNOWN_MUTATION', `There is no change called "${name}".`, { data: { name } });
}

/**
 * Arguments as stored or sent, brought to the current version and checked.
 * @throws SatchelError MUTATION_TOO_NEW | BAD_REQUEST (with the zod issues in `data.issues`)
 */
export function parseArgs(mutation: Mutation, version: number, stored: unknown): unknown {
  if (version > mutation.version) {
    throw new SatchelError('MUTATION_TOO_NEW', `"${mutation.name}" version ${version} needs a newer program.`, {
      data: { name: mutation.name, version, known: mutation.version },
    });
  }
  let args = stored;
  for (let from = version; from < mutation.version; from += 1) args = mutation.upcasts[from]?.args(args);
  const parsed = mutation.args.safeParse(wellFormed(args));
  if (parsed.success) return parsed.data;
  throw new SatchelError('BAD_REQUEST', `"${mutation.name}": ${z.prettifyError(parsed.error)}`, {
    data: { issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) },
  });
}

/**
 * A mutation as it was captured, in the words of the current version: what was meant and what the user saw.
 * The stored bytes stay as they are.
 * @throws SatchelError as `parseArgs`
 */
export function readCaptured(
  mutation: Mutation,
  stored: { readonly version: number; readonly args: unknown; readonly seen: SeenByGroup },
): { readonly args: unknown; readonly seen: SeenByGroup } {
  const args = parseArgs(mutation, stored.version, stored.args);
  let { seen } = stored;
  for (let from = stored.version; from < mutation.version; from += 1)
    seen = mutation.upcasts[from]?.seen?.(seen) ?? seen;
  return { args, seen };
}
