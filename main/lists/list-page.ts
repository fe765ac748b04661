import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { ReplicaRow } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { rowsWithText, textFilter, type TextFilter } from '../search/text-filter.ts';
import type { Filter } from './condition.ts';
import { fingerprintOf } from './cursor.ts';
import {
  countLive,
  countRows,
  keyPage,
  keysAfter,
  narrowest,
  startOf,
  toPage,
  type KeyPage,
  type KeyPageInput,
  type Sort,
} from './keyset.ts';
import { loadRows } from './load-rows.ts';

/** Counting more rows than this that a text matches would take longer than showing them. */
const MOST_COUNTED_BY_TEXT = 10_000;
/** The same where another filter has to be asked for each of them, and finds many rows too. */
const MOST_COUNTED_BY_TEXT_AND_MORE = 5000;
/** So many times the page is looked through before all matches of a frequent word are collected. */
const TRIED_PAGES = 3;

type ListKind = 'contact' | 'company' | 'deal';

export interface ListInput<K extends ListKind> {
  readonly kind: K;
  readonly sort: { readonly field: string; readonly direction: 'asc' | 'desc' };
  readonly sorts: Readonly<Record<string, Sort>>;
  readonly limit: number;
  readonly after: string | undefined;
  readonly skip?: number | undefined;
  /** As the caller gave it; part of the cursor's fingerprint. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly text: string | undefined;
  readonly filters: readonly Filter[];
}

export interface ListPage<K extends ListKind> {
  readonly items: readonly ReplicaRow<K>[];
  readonly next: string | null;
  /** Null on later pages, and where a text matches too many rows to count them in time. */
  readonly total: number | null;
}

/** A page of live rows. @throws SatchelError BAD_REQUEST for an unknown sort or a foreign cursor */
export function listPage<K extends ListKind>(read: ReadHandle<Schema>, input: ListInput<K>): ListPage<K> {
  const text = textFilter(read, input.kind, input.text);
  const keys = keyInput(input, text === null ? input.filters : [text, ...input.filters]);
  const isTried = text?.isFrequent === true && (input.skip ?? 0) === 0;
  const { rowids, next } = isTried ? pageByTrying(read, keys, text, input) : keyPage(read, keys);
  return {
    items: loadRows(read, input.kind, rowids),
    next,
    total: isCounted(input, text, keys) ? count(read, keys) : null,
  };
}

function isCounted<K extends ListKind>(
  { after, skip = 0, filters }: ListInput<K>,
  text: TextFilter | null,
  keys: KeyPageInput,
): boolean {
  if (after !== undefined || skip > 0) return false;
  if (text === null) return true;
  const isAlone = filters.length === 0 || narrowest(keys.filters) !== null;
  return text.size <= (isAlone ? MOST_COUNTED_BY_TEXT : MOST_COUNTED_BY_TEXT_AND_MORE);
}

const count = (read: ReadHandle<Schema>, keys: KeyPageInput): number =>
  keys.filters.length === 0 ? countLive(read, keys.table) : countRows(read, keys);

function keyInput<K extends ListKind>(input: ListInput<K>, filters: readonly Filter[]): KeyPageInput {
  const { kind, sort, sorts, limit, after, skip, filter } = input;
  return {
    table: kind,
    sort: sortOf(sorts, sort.field),
    direction: sort.direction,
    limit,
    after,
    skip,
    fingerprint: fingerprintOf(`${kind} by ${sort.field} ${sort.direction}`, filter),
    base: { sql: 'isDeleted = 0', values: [] },
    filters,
  };
}

/** @throws SatchelError BAD_REQUEST for a name that is not in the list */
function sortOf(sorts: Readonly<Record<string, Sort>>, field: string): Sort {
  const sort = Object.hasOwn(sorts, field) ? sorts[field] : undefined;
  if (sort === undefined) throw new SatchelError('BAD_REQUEST', `A list cannot be sorted by ${field}.`);
  return sort;
}

// A word that half of all rows have is met at once; collecting its matches first would cost more than the page.
function pageByTrying(
  read: ReadHandle<Schema>,
  keys: KeyPageInput,
  text: TextFilter,
  input: ListInput<ListKind>,
): KeyPage {
  const wanted = keys.limit + 1;
  const tried = keysAfter(read, { ...keys, filters: input.filters }, startOf(read, keys), wanted * TRIED_PAGES);
  const passing = rowsWithText(
    read,
    input.kind,
    text,
    tried.map(({ rowid }) => rowid),
  );
  const isEnough = passing.size >= wanted || tried.length < wanted * TRIED_PAGES;
  return isEnough
    ? toPage(
        tried.filter(({ rowid }) => passing.has(rowid)),
        keys,
      )
    : keyPage(read, keys);
}
