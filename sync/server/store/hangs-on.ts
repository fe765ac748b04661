import type { Kind } from '../../model/kinds/all-kinds.ts';
import type { AnyRow } from '../../model/row.ts';

const ATTACHED: ReadonlySet<Kind> = new Set<Kind>(['activity', 'note', 'task']);

/**
 * Id of the record whose unit a row is in: its history's own, and of several that it hangs on the strongest. Null for a
 * row that is in a unit of its own.
 */
export function hangsOn(kind: Kind, row: AnyRow): string | null {
  if (kind === 'history') return String(row['recordId']);
  if (!ATTACHED.has(kind)) return null;
  const leader = row['dealId'] ?? row['contactId'] ?? row['companyId'];
  return typeof leader === 'string' ? leader : null;
}
