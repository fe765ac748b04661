import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { AnyRow } from '../../sync/model/row.ts';
import { phoneWords } from './phone-words.ts';
import { isSearchKind, type SearchKind } from './search-rowid.ts';
import { searchWords } from './search-words.ts';

/** What the search index keeps of a row: folded words separated by spaces. */
export interface SearchText {
  readonly title: string;
  readonly detail: string;
}

/** The beginning of a note is what it is remembered by; the rest would fill the index. */
const MAX_NOTE_CHARS = 2000;

/** The index entry of a row; null where there is none: other kinds, deleted rows. */
export function searchTextOf(kind: Kind, row: AnyRow): SearchText | null {
  if (row.isDeleted || !isSearchKind(kind)) return null;
  const { title, detail } = WORDS[kind](row);
  return { title: searchWords(title).join(' '), detail: detail.join(' ') };
}

type Words = (row: AnyRow) => { readonly title: string; readonly detail: readonly string[] };

const WORDS: Readonly<Record<SearchKind, Words>> = {
  contact: (row) => ({
    title: `${text(row['firstName'])} ${text(row['lastName'])}`,
    detail: [
      ...searchWords(
        [row['email'], ...values(row['otherEmails']), row['jobTitle'], ...list(row['tags'])].map(text).join(' '),
      ),
      ...[row['phone'], ...values(row['otherPhones'])].flatMap((phone) => phoneWords(text(phone))),
    ],
  }),
  company: (row) => ({
    title: text(row['name']),
    detail: [
      ...searchWords([row['city'], row['industry'], row['website'], ...list(row['tags'])].map(text).join(' ')),
      ...phoneWords(text(row['phone'])),
    ],
  }),
  deal: (row) => ({
    title: text(row['title']),
    detail: searchWords([row['nextStep'], ...list(row['tags'])].map(text).join(' ')),
  }),
  note: (row) => ({ title: '', detail: searchWords(text(row['body']).slice(0, MAX_NOTE_CHARS)) }),
  task: (row) => ({ title: text(row['title']), detail: [] }),
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const values = (labelled: unknown): readonly unknown[] =>
  list(labelled).map((each) => (each as { readonly value?: unknown }).value);
