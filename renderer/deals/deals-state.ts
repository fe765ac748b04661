import { createOfUser } from '../state/of-user.ts';

export type DealSortField = 'title' | 'valueMinor' | 'expectedCloseOn' | 'updatedAtMs';
export type DealStatus = 'open' | 'won' | 'lost';
export type CardOrder = 'waiting' | 'value' | 'close';

export interface DealsState {
  readonly view: 'board' | 'table';
  /** Null: the first one. */
  readonly pipelineId: string | null;
  readonly ownerId: string | null;
  readonly order: CardOrder;
  readonly sort: { readonly field: DealSortField; readonly direction: 'asc' | 'desc' };
  readonly status: DealStatus | null;
  readonly text: string;
  /** The card that was open last: where the focus goes when the board comes back. */
  readonly returnTo: string | null;
}

/** What board and table show; kept while the window is open, so that a way back finds them as they were. */
export const useDealsState = createOfUser<DealsState>(() => ({
  view: 'board',
  pipelineId: null,
  ownerId: null,
  order: 'waiting',
  sort: { field: 'updatedAtMs', direction: 'desc' },
  status: null,
  text: '',
  returnTo: null,
}));

type Filters = Pick<DealsState, 'ownerId' | 'status' | 'text'>;

/** The table's filters in the engine's form. */
export const filterOf = ({ ownerId, status, text }: Filters, pipelineId: string | null) => ({
  ...(pipelineId === null ? {} : { pipelineId }),
  ...(ownerId === null ? {} : { ownerIds: [ownerId] }),
  ...(status === null ? {} : { statuses: [status] }),
  ...(text.trim() === '' ? {} : { text: text.trim().slice(0, 200) }),
});

export const dropFilter = (key: 'ownerId' | 'status'): void => useDealsState.setState({ [key]: null });

export const dropAllFilters = (): void => useDealsState.setState({ ownerId: null, status: null, text: '' });

/** A title runs from A; amounts and times from the largest. */
export function sortBy(field: DealSortField): void {
  const { sort } = useDealsState.getState();
  const first = field === 'title' ? 'asc' : 'desc';
  const other = sort.direction === 'asc' ? 'desc' : 'asc';
  useDealsState.setState({ sort: { field, direction: sort.field === field ? other : first } });
}
