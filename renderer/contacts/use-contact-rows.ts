import { useCallback } from 'react';
import type { ContactItem } from '../../main/contract/contacts.ts';
import type { AppClient } from '../app/app-client.ts';
import { type PagePlace, type PagedRows, usePagedRows } from '../records/use-paged-rows.ts';
import type { Topic } from '../app/use-read.ts';
import { filterOf, useContactsList } from './contacts-list-state.ts';

const TOPICS: readonly Topic[] = ['contact', 'company', 'deal', 'activity'];

/** What is asked of the engine for the list as it is filtered and sorted now. */
export function useContactQuery() {
  const state = useContactsList();
  return { sort: state.sort, filter: filterOf(state) };
}

export function useContactRows(): PagedRows<ContactItem> {
  const query = useContactQuery();
  const name = JSON.stringify(query);
  const read = useCallback(
    (client: AppClient, place: PagePlace) => client.contacts.page({ ...(JSON.parse(name) as typeof query), ...place }),
    [name],
  );
  return usePagedRows({ key: ['contacts', 'page', name], topics: TOPICS, read });
}
