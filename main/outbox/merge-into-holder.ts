import { mergeUnion } from '../../sync/merge/merge-union.ts';
import { mustGetMutation, parseArgs, readCaptured } from '../../sync/model/mutations/registry.ts';
import type { AnyRow } from '../../sync/model/row.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { Resolved } from '../contract/types.ts';
import type { LocalTx } from '../db/local-store.ts';
import { getStoredRow } from '../db/replica-store.ts';
import type { OutboxContext } from './outbox-context.ts';
import type { OutboxRow } from './outbox-row.ts';
import { listDependents } from './outbox-store.ts';
import { makeWay, runInstead } from './replace.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * A new contact whose e-mail is taken goes into the contact that has it: that one's values stand, what it lacks is filled
 * in, lists are united, another phone is kept beside the first. What was to hang on the new contact hangs on that one.
 * @throws SatchelError INVALID when the parked change is no new contact, or the other one is not in reach
 */
export function mergeIntoHolder(local: LocalTx, context: OutboxContext, row: OutboxRow): Resolved {
  const holder = row.reason?.record && getStoredRow(local.tx, row.reason.record)?.row;
  if (row.name !== 'contacts.create' || holder === undefined || holder.isDeleted)
    throw new SatchelError('INVALID', 'There is no contact here that this one could be merged into.', {
      data: { mutationId: row.id },
    });
  const { contactId, ...given } = readCaptured(mustGetMutation(row.name), row).args as Values;
  const dependents = listDependents(local.tx, row.id);
  makeWay(local, context, row);
  const set = missingFrom(holder, given);
  const filled =
    Object.keys(set).length === 0
      ? ({ status: 'discarded', discarded: [row.id] } as const)
      : runAs(local, context, row, { name: 'contacts.edit', args: { contactId: holder.id, set } });
  for (const dependent of dependents) {
    const args = JSON.stringify(readCaptured(mustGetMutation(dependent.name), dependent).args);
    makeWay(local, context, dependent);
    const readdressed = JSON.parse(args.replaceAll(String(contactId), holder.id)) as unknown;
    runAs(local, context, dependent, { name: dependent.name, args: readdressed });
  }
  return filled;
}

function runAs(
  local: LocalTx,
  context: OutboxContext,
  row: OutboxRow,
  { name, args }: { readonly name: string; readonly args: unknown },
) {
  const mutation = mustGetMutation(name);
  const parsed = parseArgs(mutation, mutation.version, args);
  return runInstead(local, context, row, { mutation, args: parsed, ordinal: row.ordinal });
}

/** The holder's own; a person is not moved to another unit or owner because somebody met him again. */
const STANDS: ReadonlySet<string> = new Set(['orgId', 'ownerId', 'email', 'doNotContact']);

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

/** What the new contact says and the other one does not. */
function missingFrom(holder: AnyRow, given: Values): Values {
  const filled = Object.entries(given)
    .filter(([field]) => !STANDS.has(field))
    .flatMap(([field, value]) => {
      const has = holder[field];
      if (Array.isArray(value)) return added(field, has as readonly unknown[], value);
      if (field === 'customFields') return missingCustom(has as Values, value as Values);
      return isEmpty(has) && !isEmpty(value) ? [[field, value] as const] : [];
    });
  const set: Record<string, unknown> = Object.fromEntries(filled);
  const { phone } = given;
  if (isEmpty(phone) || isEmpty(holder['phone']) || phone === holder['phone']) return set;
  const others = (set['otherPhones'] ?? holder['otherPhones']) as readonly unknown[];
  return { ...set, otherPhones: mergeUnion([], others, [{ label: '', value: phone }]) };
}

function added(field: string, has: readonly unknown[], given: readonly unknown[]) {
  const both = mergeUnion([], has, given);
  return both.length > has.length ? [[field, both] as const] : [];
}

function missingCustom(has: Values, given: Values) {
  const missing = Object.entries(given).filter(([key, value]) => !isEmpty(value) && isEmpty(has[key]));
  return missing.length > 0 ? [['customFields', Object.fromEntries(missing)] as const] : [];
}
