import type { OutboxItem } from '../../main/contract/types.ts';
import type { AppClient } from '../app/app-client.ts';
import { useRead } from '../app/use-read.ts';

type Ref = OutboxItem['records'][number];
type Values = Readonly<Record<string, unknown>>;

async function rowOf(client: AppClient, { kind, id }: Ref): Promise<Values> {
  try {
    if (kind === 'contact') return { ...(await client.contacts.get({ contactId: id })).contact };
    if (kind === 'company') return { ...(await client.companies.get({ companyId: id })).company };
    if (kind === 'deal') return { ...(await client.deals.get({ dealId: id })).deal };
    return kind === 'task' ? { ...(await client.tasks.get({ taskId: id })) } : {};
  } catch {
    return {}; // deleted, or out of this user's reach
  }
}

/** The fields of a record as they stand now; a change that waits for its user is not in them. */
export function useRecordRow(ref: Ref | undefined): Values {
  const { data } = useRead(['queue-row', ref?.kind, ref?.id], ['contact', 'company', 'deal', 'task'], (client) =>
    ref === undefined ? Promise.resolve({}) : rowOf(client, ref),
  );
  return data ?? {};
}
