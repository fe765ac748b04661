import { expect, test } from 'vitest';
import { descendantsOf } from '../../../sync/wrapper-api/descendants-of.ts';
import { HALDEN_TREE, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';

const { root, north, northInsideSales, northField, south } = HALDEN_UNITS;

test.each([
  { name: 'the root covers everything', ids: [root], want: [root, north, northInsideSales, northField, south] },
  { name: 'a sub-org covers its teams', ids: [north], want: [north, northInsideSales, northField] },
  { name: 'a team covers itself', ids: [northField], want: [northField] },
  {
    name: 'a unit inside another is listed once',
    ids: [northField, north],
    want: [north, northInsideSales, northField],
  },
  { name: 'an unknown unit covers nothing', ids: ['a1d00000-0000-4000-8000-00000000dead'], want: [] },
  { name: 'no units cover nothing', ids: [], want: [] },
])('$name', ({ ids, want }) => {
  expect(descendantsOf(HALDEN_TREE, ids)).toEqual(want);
});
