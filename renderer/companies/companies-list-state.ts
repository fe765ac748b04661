import { create } from 'zustand';

export interface CompaniesListState {
  readonly sort: { readonly field: 'name' | 'updatedAtMs'; readonly direction: 'asc' | 'desc' };
  readonly isMine: boolean;
  readonly tag: string | null;
  readonly text: string;
}

/** What the list shows; kept while the window is open, so that a way back finds the list as it was. */
export const useCompaniesList = create<CompaniesListState>(() => ({
  sort: { field: 'name', direction: 'asc' },
  isMine: false,
  tag: null,
  text: '',
}));

type Filters = Pick<CompaniesListState, 'isMine' | 'tag' | 'text'>;

/** The engine's form of the filters. */
export const companyFilterOf = ({ isMine, tag, text }: Filters, myId: string | null) => ({
  ...(isMine && myId !== null ? { ownerIds: [myId] } : {}),
  ...(tag === null ? {} : { tags: [tag] }),
  ...(text.trim() === '' ? {} : { text: text.trim().slice(0, 200) }),
});

/** A name runs from A; a time from the newest. */
export function sortCompaniesBy(field: CompaniesListState['sort']['field']): void {
  const { sort } = useCompaniesList.getState();
  const first = field === 'name' ? 'asc' : 'desc';
  const other = sort.direction === 'asc' ? 'desc' : 'asc';
  useCompaniesList.setState({ sort: { field, direction: sort.field === field ? other : first } });
}
