import { expect, test } from 'vitest';
import {
  AccessQuery,
  AccessRequest,
  MAX_ACCESS_PER_PAGE,
  MAX_ACCESS_PER_REQUEST,
} from '../../../sync/protocol/access.ts';
import { id } from '../model/rows.ts';

const entry = { id: id(1), action: 'search', what: 'ana', why: 'search', kinds: ['contact'], rows: 3, atMs: 1 };
const request = (change: object, count = 1) => ({
  deviceId: id(2),
  entries: Array.from({ length: count }, () => ({ ...entry, ...change })),
});

test.each([
  { what: 'a whole line', value: request({}), isGood: true },
  { what: 'a hundred lines', value: request({}, MAX_ACCESS_PER_REQUEST), isGood: true },
  { what: 'more than a hundred', value: request({}, MAX_ACCESS_PER_REQUEST + 1), isGood: false },
  { what: 'no line', value: request({}, 0), isGood: false },
  { what: 'no device', value: { entries: [entry] }, isGood: false },
  { what: 'an act that this build does not know', value: request({ action: 'print-labels' }), isGood: true },
  { what: 'an act that is no name', value: request({ action: '<b>' }), isGood: false },
  { what: 'a reason of the longest kind', value: request({ why: 'x'.repeat(500) }), isGood: true },
  { what: 'a longer reason', value: request({ why: 'x'.repeat(501) }), isGood: false },
  { what: 'no reason', value: request({ why: '' }), isGood: false },
  { what: 'a part of a record', value: request({ rows: 0.5 }), isGood: false },
  { what: 'a time before 1970', value: request({ atMs: -1 }), isGood: false },
])('a request with $what is accepted: $isGood', ({ value, isGood }) => {
  expect(AccessRequest.safeParse(value).success).toBe(isGood);
});

test.each([
  { query: {}, want: { limit: 50 } },
  {
    query: { limit: '200', cursor: '17', by: id(3), action: 'search' },
    want: { limit: 200, cursor: '17', by: id(3), action: 'search' },
  },
  { query: { limit: String(MAX_ACCESS_PER_PAGE + 1) }, want: null },
  { query: { limit: 'all' }, want: null },
  { query: { cursor: '-1' }, want: null },
  { query: { cursor: '9'.repeat(16) }, want: null },
  { query: { by: 'me' }, want: null },
])('the query $query is read as $want', ({ query, want }) => {
  const parsed = AccessQuery.safeParse(query);
  expect(parsed.success ? parsed.data : null).toEqual(want);
});
