import { useMemo } from 'react';
import type { AppClient } from '../app/app-client.ts';
import { useRead } from '../app/use-read.ts';
import { useLiveSet } from '../live/use-live-set.ts';
import { useWho } from '../records/use-people.ts';
import { useUnitNames } from '../records/use-units.ts';
import type { Names } from './show-value.ts';

export interface Ref {
  readonly kind: 'contact' | 'company' | 'deal';
  readonly id: string;
}

const MOST = 200;

async function nameOf(client: AppClient, { kind, id }: Ref): Promise<readonly [string, string] | null> {
  try {
    if (kind === 'company') return [id, (await client.companies.get({ companyId: id })).company.name];
    if (kind === 'deal') return [id, (await client.deals.get({ dealId: id })).deal.title];
    const { firstName, lastName, email } = (await client.contacts.get({ contactId: id })).contact;
    return [id, `${firstName} ${lastName}`.trim() || (email ?? '')];
  } catch {
    return null; // not on this laptop: the reader is told so in words
  }
}

/** Names for ids, from this laptop alone. */
export function useNames(refs: readonly Ref[], employeeIds: readonly string[]): Names {
  const wanted = useMemo(() => [...new Map(refs.map((ref) => [ref.id, ref])).values()].slice(0, MOST), [refs]);
  const { data } = useRead(
    ['queue-names', ...wanted.map(({ id }) => id)],
    ['contact', 'company', 'deal'],
    async (client) => (await Promise.all(wanted.map((ref) => nameOf(client, ref)))).filter((found) => found !== null),
    { isEnabled: wanted.length > 0 },
  );
  const tenant = useRead(['people', 'tenant'], ['people'], (client) => client.people.tenant());
  const pipelines = useLiveSet('pipelines');
  const person = useWho(employeeIds);
  const units = useUnitNames();
  return useMemo(() => {
    const names = new Map([...units, ...(data ?? [])]);
    for (const { id, name } of pipelines ?? []) names.set(id, name);
    const stages = new Map(
      (pipelines ?? []).flatMap((each) => each.stages.map(({ stageId, name }) => [stageId as string, name])),
    );
    return {
      record: (id) => names.get(id),
      person,
      stage: (id) => stages.get(id),
      currency: tenant.data?.value?.currency ?? 'EUR',
    };
  }, [data, pipelines, person, tenant.data, units]);
}
