import type { OutboxItem } from '../../main/contract/types.ts';
import { useRead } from '../app/use-read.ts';
import type { MarkKind } from '../parts/mark.tsx';
import { markOfState } from './mark-of.ts';

export interface PendingChanges {
  /** What stands beside a field until it is sent; custom fields as `custom:key`. */
  readonly marks: ReadonlyMap<string, MarkKind>;
  /** Changes on the record that wait for the user. */
  readonly parked: readonly OutboxItem[];
  readonly items: readonly OutboxItem[];
}

const STRENGTH: readonly MarkKind[] = ['waiting', 'draft', 'needs-you'];

/** A new record waits as a whole: one mark beside what it is called by, or beside the field that was refused. */
const CALLED_BY: readonly string[] = ['lastName', 'firstName', 'name', 'title', 'email'];

function fieldsOf({ name, differences, reason }: OutboxItem, recordId: string): readonly string[] {
  if (name.endsWith('.create')) {
    const set = differences.filter(({ id }) => id === recordId).map(({ field }) => field);
    return [reason?.field ?? CALLED_BY.find((field) => set.includes(field)) ?? ''];
  }
  return differences
    .filter(({ id }) => id === recordId)
    .flatMap(({ field, after }) =>
      field === 'customFields' ? Object.keys((after ?? {}) as object).map((key) => `custom:${key}`) : [field],
    );
}

function marksOf(items: readonly OutboxItem[], recordId: string): ReadonlyMap<string, MarkKind> {
  const marks = new Map<string, MarkKind>();
  for (const item of items) {
    const mark = markOfState(item.state);
    if (mark === undefined) continue;
    for (const field of fieldsOf(item, recordId)) {
      const known = marks.get(field);
      if (known === undefined || STRENGTH.indexOf(mark) > STRENGTH.indexOf(known)) marks.set(field, mark);
    }
  }
  return marks;
}

/** The record's changes in the queue, and what they say about its fields. */
export function usePendingChanges(recordId: string, mutationIds: readonly string[]): PendingChanges {
  const { data } = useRead(
    ['outbox', 'of', recordId, ...mutationIds],
    ['outbox'],
    async (client) => {
      // one that was decided meanwhile is gone from the queue
      const found = await Promise.all(
        mutationIds.map((mutationId) => client.outbox.get({ mutationId }).catch(() => null)),
      );
      return found.filter((item) => item !== null);
    },
    { isEnabled: mutationIds.length > 0 },
  );
  const items =
    mutationIds.length === 0 ? [] : (data ?? []).filter(({ mutationId }) => mutationIds.includes(mutationId));
  return { marks: marksOf(items, recordId), parked: items.filter(({ state }) => state === 'parked'), items };
}
