import { isMatch, searchTerms } from '../../../main/search/full-text-query.ts';
import { searchTextOf } from '../../../main/search/search-text.ts';
import { searchWords } from '../../../main/search/search-words.ts';
import { CODECS } from '../../../main/db/row-codec.ts';
import type { Kind } from '../../../sync/model/kinds/all-kinds.ts';
import type { AnyRow } from '../../../sync/model/row.ts';
import { rowsByKind } from './fixture.ts';
import { RowMaker, type Sizes, type StoredRow } from './rows.ts';

/** All rows in memory: what queries are compared with, by filtering and sorting everything. */
export class Oracle {
  readonly rows: Readonly<Record<Kind, readonly StoredRow[]>>;
  readonly #byId = new Map<string, AnyRow>();

  constructor(sizes: Sizes) {
    const made = Object.entries(rowsByKind(new RowMaker(sizes))).map(([kind, rows]) => [kind, [...rows]] as const);
    this.rows = Object.fromEntries(made) as unknown as Record<Kind, readonly StoredRow[]>;
    for (const [, rows] of made) for (const { row } of rows) this.#byId.set(row.id, row);
  }

  live(kind: Kind): readonly AnyRow[] {
    return this.rows[kind].map(({ row }) => row).filter(({ isDeleted }) => !isDeleted);
  }

  /** A live row. */
  find(id: unknown): AnyRow | undefined {
    const row = typeof id === 'string' ? this.#byId.get(id) : undefined;
    return row?.isDeleted === true ? undefined : row;
  }

  isDeleted(id: unknown): boolean {
    return typeof id === 'string' && this.#byId.get(id)?.isDeleted === true;
  }

  /** Whether all that a task or note hangs on is deleted; the company counts where it stands alone. */
  isOrphan(row: AnyRow): boolean {
    const own = [row['dealId'], row['contactId']].filter((id) => id !== null);
    const parents = own.length > 0 ? own : [row['companyId']].filter((id) => id !== null);
    return parents.length > 0 && parents.every((id) => this.isDeleted(id));
  }

  passesText(kind: Kind, row: AnyRow, text: string): boolean {
    const terms = searchTerms(text);
    const company = this.find(row['companyId']);
    const words = [wordsOf(kind, row), company === undefined ? [] : searchWords(String(company['name']))];
    return terms.words.length === 0 || words.some((each) => isMatch(each, terms, 'each'));
  }
}

export function wordsOf(kind: Kind, row: AnyRow): readonly string[] {
  const text = searchTextOf(kind, row);
  return text === null ? [] : `${text.title} ${text.detail}`.split(' ');
}

/** The value of a column that only the database has. */
export const sortColumn = (kind: Kind, column: string) => (row: AnyRow) =>
  CODECS[kind].sortColumns[column]?.(row) as string | number;

/** As SQLite compares: numbers by value, texts by their UTF-8 bytes. */
export function compareKeys(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

/** Ids in the order of a key and the id. */
export function sortedIds(
  rows: readonly AnyRow[],
  key: (row: AnyRow) => string | number,
  direction: 'asc' | 'desc',
): readonly string[] {
  const sign = direction === 'asc' ? 1 : -1;
  return rows.toSorted((a, b) => sign * (compareKeys(key(a), key(b)) || compareKeys(a.id, b.id))).map(({ id }) => id);
}

/** The ids of all pages of a list, and the total that its first page gave. */
export function readAll(
  page: (after: string | undefined) => {
    readonly items: readonly { readonly id: string }[];
    readonly next: string | null;
    readonly total: number | null;
  },
): { readonly ids: readonly string[]; readonly total: number | null } {
  const first = page(undefined);
  const ids = first.items.map(({ id }) => id);
  for (let next = first.next; next !== null;) {
    const more = page(next);
    if (more.items.length === 0 || more.total !== null) throw new Error('A later page is empty or counted.');
    ids.push(...more.items.map(({ id }) => id));
    next = more.next;
  }
  return { ids, total: first.total };
}
