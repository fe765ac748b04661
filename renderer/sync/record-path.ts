import type { OutboxItem } from '../../main/contract/types.ts';

const PAGES = [
  ['dealId', 'deals'],
  ['contactId', 'contacts'],
  ['companyId', 'companies'],
] as const;
const PAGE_BY_KIND: Readonly<Record<string, string>> = { deal: 'deals', contact: 'contacts', company: 'companies' };

/** The page of the record that a change is about, or of the one it hangs on; null where there is none. */
export function recordPath({ records, args }: OutboxItem): string | null {
  const own = records.find(({ kind }) => PAGE_BY_KIND[kind] !== undefined);
  if (own !== undefined) return `/${PAGE_BY_KIND[own.kind]}/${own.id}`;
  const given = (args ?? {}) as Readonly<Record<string, unknown>>;
  const parent = PAGES.find(([field]) => typeof given[field] === 'string');
  if (parent !== undefined) return `/${parent[1]}/${String(given[parent[0]])}`;
  return records.some(({ kind }) => kind === 'task') ? '/tasks' : null;
}
