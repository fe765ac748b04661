import { useEffect, useState } from 'react';
import type { LiveSet } from '../../main/contract/live.ts';
import type { OutboxItem, ReplicaRow } from '../../main/contract/types.ts';
import { useEngine } from '../app/engine-context.ts';

export interface LiveRows {
  readonly openDeals: ReplicaRow<'deal'>;
  readonly myTasks: ReplicaRow<'task'>;
  readonly outbox: OutboxItem;
  readonly pipelines: ReplicaRow<'pipeline'>;
}

/** A live set, whole; undefined until it was filled for the first time. */
export function useLiveSet<Set extends LiveSet>(set: Set): readonly LiveRows[Set][] | undefined {
  const { live } = useEngine();
  const [rows, setRows] = useState<readonly LiveRows[Set][] | undefined>(undefined);
  useEffect(() => {
    if (live === null) return undefined;
    const subscription = live.collections[set].find().$.subscribe((documents) => {
      setRows(documents.map((document) => document.row as unknown as LiveRows[Set]));
    });
    return () => subscription.unsubscribe();
  }, [live, set]);
  return rows;
}
