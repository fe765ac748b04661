import type { WireRow } from '../../sync/protocol/wire-row.ts';
import type { LocalTx } from '../db/local-store.ts';

const PARENTS: ReadonlySet<string> = new Set(['contact', 'company', 'deal']);

/**
 * Tasks and notes hide with the record they hang on and come back with it, without a change of their own. Those of a
 * record that was deleted or restored count as changed, so that the window's sets and lists are read again.
 * @returns to be called before a row is stored, and what it returns afterwards
 */
export function watchDeletions(local: LocalTx): (wire: WireRow) => () => void {
  const known = new Map<string, boolean>();
  const hasDeleted = (kind: string): boolean => {
    const found =
      known.get(kind) ??
      local.tx.prepared<[], object>(`select 1 from "${kind}" where isDeleted = 1 limit 1`).first([]) !== undefined;
    known.set(kind, found);
    return found;
  };
  return ([kind, id, , , isDeleted, body]) => {
    if (!PARENTS.has(kind) || body === null || (isDeleted === 0 && !hasDeleted(kind))) return () => undefined;
    const stored = local.tx
      .prepared<[string], object>(`select 1 from "${kind}" where id = ? and isDeleted = 1`)
      .first([id]);
    const wasDeleted = stored !== undefined;
    return () => {
      if (isDeleted === 1) known.set(kind, true);
      if (wasDeleted !== (isDeleted === 1)) touchChildren(local, kind, id);
    };
  };
}

function touchChildren({ tx, localSeq, touch }: LocalTx, kind: string, id: string): void {
  tx.prepared<[number, string], never>(
    `update task set localSeq = ? where "${kind}Id" = ? and "${kind}Id" is not null`,
  ).run([localSeq, id]);
  touch('task', 'note');
}
