import type { ActiveFilter } from '../records/list-filters.tsx';
import { createOfUser } from '../state/of-user.ts';

/** People who work there, both ends included. */
export const COMPANY_SIZES = {
  small: { from: 1, to: 9 },
  medium: { from: 10, to: 49 },
  large: { from: 50, to: 249 },
  larger: { from: 250, to: 999 },
  largest: { from: 1000 },
} as const;
export type CompanySize = keyof typeof COMPANY_SIZES;

interface Filters {
  readonly ownerId: string | null;
  readonly industry: string | null;
  readonly size: CompanySize | null;
  readonly tag: string | null;
  readonly text: string;
}

export interface CompaniesListState extends Filters {
  readonly sort: { readonly field: 'name' | 'updatedAtMs'; readonly direction: 'asc' | 'desc' };
}

const NONE: Filters = { ownerId: null, industry: null, size: null, tag: null, text: '' };

/** What the list shows; kept while the window is open, so that a way back finds the list as it was. */
export const useCompaniesList = createOfUser<CompaniesListState>(() => ({
  ...NONE,
  sort: { field: 'name', direction: 'asc' },
}));

export type CompanyFilterKey = Exclude<keyof Filters, 'text'>;
export type CompanyFilterOn = ActiveFilter<CompanyFilterKey>;

export const dropCompanyFilter = (key: CompanyFilterKey): void => useCompaniesList.setState({ [key]: null });
export const dropCompanyFilters = (): void => useCompaniesList.setState(NONE);

/** The engine's form of the filters. */
export const companyFilterOf = ({ ownerId, industry, size, tag, text }: Filters) => ({
  ...(ownerId === null ? {} : { ownerIds: [ownerId] }),
  ...(industry === null ? {} : { industries: [industry] }),
  ...(size === null ? {} : { employees: COMPANY_SIZES[size] }),
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
