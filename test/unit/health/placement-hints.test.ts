import { expect, test } from 'vitest';
import { hintsOf } from '../../../main/health/placement-hints.ts';
import { DATA_TYPES } from '../../../sync/model/placement.ts';

const { contacts, roles } = DATA_TYPES; // declared: read 5 and 4, volume 4 and 1

test.each([
  { readsADay: 0, measured: 1 },
  { readsADay: 1, measured: 2 },
  { readsADay: 99, measured: 3 },
])('declared as read all the time, but read $readsADay times a day: a hint', ({ readsADay, measured }) => {
  expect(hintsOf(contacts, { readsADay, rows: null })).toEqual([{ score: 'accessFrequency', declared: 5, measured }]);
});

test.each([100, 1_000, 50_000])('%i reads a day agree with it, one step apart included', (readsADay) => {
  expect(hintsOf(contacts, { readsADay, rows: null })).toEqual([]);
});

test('far more or fewer rows than declared is a hint', () => {
  expect(hintsOf(contacts, { readsADay: null, rows: 999 })).toEqual([
    { score: 'dataVolume', declared: 4, measured: 2 },
  ]);
  expect(hintsOf(contacts, { readsADay: null, rows: 1_000 })).toEqual([]);
});

test('how much the account service holds cannot be judged by what a laptop keeps of it', () => {
  expect(hintsOf(roles, { readsADay: null, rows: 5_000 })).toEqual([]);
});

test('without measurements there is nothing to say', () => {
  expect(hintsOf(contacts, { readsADay: null, rows: null })).toEqual([]);
});
