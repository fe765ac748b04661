import type { ActiveFilter } from '../records/list-filters.tsx';
import { createOfUser } from '../state/of-user.ts';

export type ContactSortField = 'lastName' | 'updatedAtMs' | 'createdAtMs';

export interface ContactsListState {
  readonly sort: { readonly field: ContactSortField; readonly direction: 'asc' | 'desc' };
  readonly ownerId: string | null;
  readonly tag: string | null;
  readonly company: { readonly id: string; readonly name: string } | null;
  readonly text: string;
  /** Who a new contact works for, when its form was asked for from a company's page. */
  readonly newAt: { readonly id: string; readonly name: string } | null;
}

/** What the list shows; kept while the window is open, so that a way back finds the list as it was. */
export const useContactsList = createOfUser<ContactsListState>(() => ({
  sort: { field: 'lastName', direction: 'asc' },
  ownerId: null,
  tag: null,
  company: null,
  text: '',
  newAt: null,
}));

export type ContactFilterKey = 'ownerId' | 'tag' | 'company';
export type ContactFilterOn = ActiveFilter<ContactFilterKey>;

export const dropFilter = (key: ContactFilterKey): void => useContactsList.setState({ [key]: null });

export const dropAllFilters = (): void =>
  useContactsList.setState({ ownerId: null, tag: null, company: null, text: '' });

type Filters = Pick<ContactsListState, 'ownerId' | 'tag' | 'company' | 'text'>;

/** The engine's form of the filters. */
export const filterOf = ({ ownerId, tag, company, text }: Filters) => ({
  ...(ownerId === null ? {} : { ownerIds: [ownerId] }),
  ...(tag === null ? {} : { tags: [tag] }),
  ...(company === null ? {} : { companyId: company.id }),
  ...(text.trim() === '' ? {} : { text: text.trim().slice(0, 200) }),
});
