import { useRead } from '../app/use-read.ts';
import type { AppClient } from '../app/app-client.ts';

export interface NamedRef {
  readonly kind: 'contact' | 'company' | 'deal';
  readonly id: string;
}

const MOST = 40;

async function nameOf(client: AppClient, { kind, id }: NamedRef): Promise<string | null> {
  try {
    if (kind === 'company') return (await client.companies.get({ companyId: id })).company.name;
    if (kind === 'deal') return (await client.deals.get({ dealId: id })).deal.title;
    const { contact } = await client.contacts.get({ contactId: id });
    return `${contact.firstName} ${contact.lastName}`.trim() || contact.email;
  } catch {
    return null; // out of reach of this user
  }
}

/** What a person calls a few other records, by id; those that are not on this laptop are missing. */
export function useRecordNames(refs: readonly NamedRef[]): ReadonlyMap<string, string> {
  const byId = new Map(refs.map((ref) => [ref.id, ref]));
  const wanted = [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, MOST);
  const { data } = useRead(
    ['names', ...wanted.map(({ id }) => id)],
    ['contact', 'company', 'deal'],
    (client) => Promise.all(wanted.map(async (ref) => [ref.id, await nameOf(client, ref)] as const)),
    { isEnabled: wanted.length > 0 },
  );
  return new Map((data ?? []).flatMap(([id, name]) => (name === null ? [] : [[id, name] as const])));
}
