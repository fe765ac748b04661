import type { Kind } from '../../sync/model/kinds/all-kinds.ts';

/**
 * The search index holds every kind in one table, each in a range of rowids of its own. These numbers are in the file:
 * a number never changes its kind. 2^40 rows a kind and a product below 2^53.
 */
const RANGE_BY_KIND = { contact: 1, company: 2, deal: 3, note: 4, task: 5 } as const satisfies Partial<
  Record<Kind, number>
>;
const RANGE_SIZE = 2 ** 40;

export type SearchKind = keyof typeof RANGE_BY_KIND;

export const SEARCH_KINDS = Object.keys(RANGE_BY_KIND) as readonly SearchKind[];

export const isSearchKind = (kind: Kind): kind is SearchKind => Object.hasOwn(RANGE_BY_KIND, kind);

export const searchRowid = (kind: SearchKind, rowid: number): number => RANGE_BY_KIND[kind] * RANGE_SIZE + rowid;

export function kindOfSearchRowid(searchId: number): { readonly kind: SearchKind; readonly rowid: number } | null {
  const range = Math.floor(searchId / RANGE_SIZE);
  const kind = SEARCH_KINDS.find((each) => RANGE_BY_KIND[each] === range);
  return kind === undefined ? null : { kind, rowid: searchId - range * RANGE_SIZE };
}

/** First and last rowid of a kind in the search index. */
export const searchRange = (kind: SearchKind): readonly [first: number, last: number] => [
  searchRowid(kind, 0),
  searchRowid(kind, RANGE_SIZE - 1),
];
