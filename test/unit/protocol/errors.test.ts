import { expect, test } from 'vitest';
import { RETRY_BY_CODE, type ErrorCode } from '../../../sync/protocol/error-codes.ts';
import { errorOfProblem, Problem, problemOf } from '../../../sync/protocol/problem.ts';
import { PullRequest, PullResponse } from '../../../sync/protocol/pull.ts';
import { MAX_MUTATIONS_PER_PUSH, PushRequest, PushResponse } from '../../../sync/protocol/push.ts';
import { SatchelError, toSatchelError } from '../../../sync/protocol/satchel-error.ts';
import { WireRow } from '../../../sync/protocol/wire-row.ts';
import { id, ORG } from '../model/rows.ts';

const CODES = Object.keys(RETRY_BY_CODE) as ErrorCode[];

test.each(CODES.filter((code) => code !== 'INTERNAL'))('%s crosses the wire with its message and its facts', (code) => {
  const error = new SatchelError(code, 'What happened.', { data: { count: 3 } });
  const problem = Problem.parse(JSON.parse(JSON.stringify(problemOf(error))));
  expect(problem.status).toBeGreaterThanOrEqual(400);
  expect(errorOfProblem(problem)).toMatchObject({
    code,
    message: 'What happened.',
    data: { count: 3 },
    remedy: RETRY_BY_CODE[code],
  });
});

test('an error of our own making tells nobody what it was', () => {
  const problem = problemOf(new SatchelError('INTERNAL', 'select * from secret', { data: { secret: 1 } }));
  expect(JSON.stringify(problem)).not.toMatch(/secret/);
  expect(problem.status).toBe(500);
});

test.each(['TEAPOT', '__proto__', 'toString', ''])('the unknown code %j is BAD_ANSWER', (code) => {
  expect(errorOfProblem({ type: 'about:blank', title: 'x', status: 418, code })).toMatchObject({ code: 'BAD_ANSWER' });
});

test('any error becomes ours, once, with its cause', () => {
  const cause = new TypeError('fetch failed');
  const error = toSatchelError(cause);
  expect(error).toMatchObject({ code: 'INTERNAL', message: 'fetch failed', cause });
  expect(toSatchelError(error)).toBe(error);
  expect(toSatchelError('text').message).toBe('text');
});

const mutation = {
  id: id(1),
  name: 'contacts.edit',
  version: 1,
  args: {},
  wallMs: 1,
  hlc: '000000000000001-00000',
  seen: {},
  after: [],
  pass: { mode: 'lease', entries: [] },
};
const push = (change: object, count = 1) => ({
  deviceId: id(2),
  mutations: Array.from({ length: count }, () => ({ ...mutation, ...change })),
});

test.each([
  { what: 'a whole mutation', request: push({}), isGood: true },
  { what: 'a hundred', request: push({}, MAX_MUTATIONS_PER_PUSH), isGood: true },
  { what: 'more than a hundred', request: push({}, MAX_MUTATIONS_PER_PUSH + 1), isGood: false },
  { what: 'none', request: push({}, 0), isGood: false },
  { what: 'an id that is no uuid', request: push({ id: 'x' }), isGood: false },
  { what: 'a version of zero', request: push({ version: 0 }), isGood: false },
  { what: 'a clock reading of another form', request: push({ hlc: '1' }), isGood: false },
  { what: 'a time before 1970', request: push({ wallMs: -1 }), isGood: false },
  { what: 'something seen of an unknown kind', request: push({ seen: { 'a:b:c': { kind: 'guess' } } }), isGood: false },
  {
    what: 'something seen in each way',
    request: push({
      seen: { a: { kind: 'value', value: {} }, b: { kind: 'mine', mutationId: id(3) }, c: { kind: 'seq', seq: 0 } },
    }),
    isGood: true,
  },
])('a push with $what is accepted: $isGood', ({ request, isGood }) => {
  expect(PushRequest.safeParse(request).success).toBe(isGood);
});

test.each([
  { what: 'a row', row: ['contact', id(1), 7, ORG, 0, { phone: '1' }], isGood: true },
  { what: 'a tombstone of the whole tenant', row: ['pipeline', id(1), 7, null, 1, null], isGood: true },
  { what: 'a row without a number', row: ['contact', id(1), 0, ORG, 0, {}], isGood: false },
  { what: 'a boolean where 0 or 1 stands', row: ['contact', id(1), 7, ORG, false, {}], isGood: false },
  { what: 'too many columns', row: ['contact', id(1), 7, ORG, 0, {}, 1], isGood: false },
])('$what is a row on the wire: $isGood', ({ row, isGood }) => {
  expect(WireRow.safeParse(row).success).toBe(isGood);
});

test('a field that a newer server adds to its answers is no error', () => {
  const pulled = {
    epoch: 'e',
    cursor: 'c',
    isReset: false,
    purgeUnits: [],
    rows: [],
    more: false,
    head: 0,
    remaining: 0,
    serverTimeMs: 1,
    news: true,
  };
  expect(PullResponse.safeParse(pulled).success).toBe(true);
  const pushed = {
    epoch: 'e',
    serverTimeMs: 1,
    answers: [{ id: id(1), outcome: { kind: 'blocked', by: id(2), news: 1 }, news: 1 }],
    news: 1,
  };
  expect(PushResponse.safeParse(pushed).success).toBe(true);
});

test.each([
  { what: 'the first pull', request: { cursor: null }, isGood: true },
  { what: 'no rows at all', request: { cursor: null, limit: 0 }, isGood: false },
  { what: 'more than a page', request: { cursor: null, limit: 5001 }, isGood: false },
])('a pull for $what is accepted: $isGood', ({ request, isGood }) => {
  expect(PullRequest.safeParse(request).success).toBe(isGood);
});
