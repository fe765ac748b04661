import { expect, test } from 'vitest';
import { BULK_ROWS, foldReads, QUIET_MS, TYPING_MS } from '../../../main/audit/fold-reads.ts';
import { readNote, type ReadNote } from '../../../main/audit/read-note.ts';
import type { AccessEntry } from '../../../sync/protocol/access.ts';

const MINUTE_MS = 60_000;

/** Lines by id as they end, each with what it says; time goes on by hand. */
function openLog({ isSearchNoted = true } = {}) {
  const folded = foldReads(() => isSearchNoted);
  const lines = new Map<string, AccessEntry>();
  let nowMs = 1_000_000;
  let pages = 0;
  const add = (note: Partial<ReadNote>): void => {
    pages += 1;
    const whole = { topic: 'contacts', kinds: ['contact'], rows: 0, text: null, key: `key ${pages}`, ...note };
    for (const entry of folded.add(whole, { wallMs: nowMs, monotonicMs: nowMs })) lines.set(entry.id, entry);
  };
  return {
    add,
    type: (...texts: readonly string[]) => texts.forEach((text) => add({ topic: 'search', kinds: [], text })),
    pass: (ms: number) => void (nowMs += ms),
    isOpen: () => [...lines.keys()].map((id) => folded.isOpen(id, nowMs)),
    searches: () => [...lines.values()].filter(({ action }) => action === 'search').map(({ what }) => what),
    bulk: () => [...lines.values()].filter(({ action }) => action === 'bulk-read').map(({ rows }) => rows),
  };
}

test('a search typed letter by letter is one line with its last words', () => {
  const log = openLog();
  log.type('s', 'so', 'sol', 'solheim');
  expect(log.searches()).toEqual(['solheim']);
});

test('letters taken away again do not take the search away', () => {
  const log = openLog();
  log.type('solheim', 'solh', 's');
  expect(log.searches()).toEqual(['solheim']);
  log.type('smith');
  expect(log.searches()).toEqual(['solheim', 'smith']);
});

test('words that come later are a search of their own, even where they go on from the last', () => {
  const log = openLog();
  log.type('sol');
  log.pass(TYPING_MS);
  log.type('solheim');
  expect(log.searches()).toEqual(['sol', 'solheim']);
});

test('an open list that repeats its search for an hour is one line; the same search much later is another', () => {
  const log = openLog();
  for (let minute = 0; minute < 60; minute += 5) {
    log.add({ text: 'solheim', rows: 2 });
    log.pass(5 * MINUTE_MS);
  }
  expect(log.searches()).toEqual(['solheim']);
  log.pass(5 * MINUTE_MS);
  log.add({ text: 'solheim', rows: 2 });
  expect(log.searches()).toEqual(['solheim', 'solheim']);
});

test('searches of who may not read audit are their daily work, and no line', () => {
  const log = openLog({ isSearchNoted: false });
  log.type('solheim');
  expect(log.searches()).toEqual([]);
});

test('many pages of a topic are one line that grows', () => {
  const log = openLog();
  for (let page = 0; page < 9; page += 1) log.add({ rows: 50 });
  expect(log.bulk()).toEqual([]);
  log.add({ rows: 50 });
  expect(log.bulk()).toEqual([BULK_ROWS]);
  log.add({ rows: 50 });
  expect(log.bulk()).toEqual([BULK_ROWS + 50]);
});

test('records that are opened one by one count as well', () => {
  const log = openLog();
  for (let record = 0; record < BULK_ROWS; record += 1) log.add({ rows: 1 });
  expect(log.bulk()).toEqual([BULK_ROWS]);
});

test('a page that is read again is not counted again, and another topic is counted on its own', () => {
  const log = openLog();
  for (let time = 0; time < 20; time += 1) log.add({ rows: 200, key: 'the same' });
  for (let page = 0; page < 4; page += 1) log.add({ rows: 100, topic: 'deals' });
  expect(log.bulk()).toEqual([]);
});

test('a run ends with a minute of quiet; a day of pages now and then is no line', () => {
  const log = openLog();
  for (let page = 0; page < 100; page += 1) {
    log.add({ rows: 200 });
    log.pass(QUIET_MS);
  }
  expect(log.bulk()).toEqual([]);
});

test('a run without an end gets a new line after ten minutes, so that each can be sent', () => {
  const log = openLog();
  for (let page = 0; page < 30; page += 1) {
    log.add({ rows: 200 });
    log.pass(MINUTE_MS / 2);
  }
  expect(log.bulk()).toEqual([20 * 200, 10 * 200]);
  expect(log.isOpen()).toEqual([false, true]);
  log.pass(QUIET_MS);
  expect(log.isOpen()).toEqual([false, false]);
});

const ITEMS = { items: [{}, {}, {}], next: null, total: null };

test.each([
  { path: 'contacts.page', input: { filter: { text: ' ana ' } }, output: ITEMS, want: { rows: 3, text: 'ana' } },
  { path: 'contacts.get', input: { contactId: 'x' }, output: { contact: {} }, want: { rows: 1, text: null } },
  { path: 'search.query', input: { text: 'ana' }, output: { hits: [] }, want: { rows: 0, text: 'ana', kinds: [] } },
  {
    path: 'deals.board',
    input: {},
    output: [{ cards: [{}, {}] }, { cards: [{}] }],
    want: { rows: 3, kinds: ['deal'] },
  },
  { path: 'deals.boardColumn', input: {}, output: { cards: [{}, {}] }, want: { rows: 2 } },
  { path: 'live.page', input: { set: 'openDeals' }, output: { documents: [{}] }, want: { topic: 'live.openDeals' } },
])('$path is noted with what it gave', ({ path, input, output, want }) => {
  expect(readNote(path.split('.'), input, output)).toMatchObject(want);
});

test.each([
  { path: 'contacts.page', input: {}, output: { items: [] } },
  { path: 'contacts.tags', input: {}, output: [{ tag: 'vip', count: 3 }] },
  { path: 'live.page', input: { set: 'outbox' }, output: { documents: [{}] } },
  { path: 'measures.overview', input: { text: 'x' }, output: ITEMS },
])('$path is not noted for $output', ({ path, input, output }) => {
  expect(readNote(path.split('.'), input, output)).toBe(null);
});

test('the same question has the same key, another one another', () => {
  const keyOf = (input: object) => readNote(['contacts', 'page'], input, ITEMS)?.key;
  expect(keyOf({ after: 'a' })).toBe(keyOf({ after: 'a' }));
  expect(keyOf({ after: 'a' })).not.toBe(keyOf({ after: 'b' }));
});
