import { expect, test } from 'vitest';
import { canonicalFields, digestOf, type DigestedRow } from '../../../sync/protocol/row-digest.ts';
import { addDigest, isSameSum, NO_ROWS } from '../../../sync/protocol/sums.ts';

const row: DigestedRow = {
  kind: 'contact',
  id: '0199aa00-0000-7000-8000-000000000007',
  seq: 12,
  orgId: 'a1d00000-0000-4000-8000-000000000112',
  isDeleted: false,
  fields: { firstName: 'Ana', tags: ['a', 'b'], customFields: { x: 1, y: null }, phone: null, doNotContact: false },
};
const withFields = (fields: DigestedRow['fields']): DigestedRow => ({ ...row, fields });

test.each<{ name: string; other: DigestedRow }>([
  {
    name: 'keys in another order, at any depth',
    other: withFields({ doNotContact: false, customFields: { y: null, x: 1 }, tags: ['a', 'b'], firstName: 'Ana' }),
  },
  { name: 'a field that is missing instead of null', other: withFields({ ...row.fields, phone: undefined }) },
  { name: 'a field more that is null', other: withFields({ ...row.fields, industry: null }) },
  {
    name: 'framework fields among the others',
    other: withFields({ ...row.fields, id: row.id, orgId: row.orgId, isDeleted: false }),
  },
  { name: 'zero with a sign', other: withFields({ ...row.fields, phone: null }) },
])('the same digest: $name', ({ other }) => {
  expect(digestOf(other)).toEqual(digestOf(row));
});

test('half a character is what a database makes of it', () => {
  expect(canonicalFields({ a: 'x\ud83d', b: [{ c: '\udc00' }] })).toBe(
    canonicalFields({ a: 'x\ufffd', b: [{ c: '\ufffd' }] }),
  );
});

test.each<{ name: string; other: DigestedRow }>([
  { name: 'the kind', other: { ...row, kind: 'company' } },
  { name: 'the id', other: { ...row, id: row.id.replace('7', '8') } },
  { name: 'the number', other: { ...row, seq: 13 } },
  { name: 'the unit', other: { ...row, orgId: null } },
  { name: 'the mark of deletion', other: { ...row, isDeleted: true } },
  { name: 'a value', other: withFields({ ...row.fields, firstName: 'Anna' }) },
  { name: 'an order in a list', other: withFields({ ...row.fields, tags: ['b', 'a'] }) },
  { name: 'a number instead of its text', other: withFields({ ...row.fields, customFields: { x: '1', y: null } }) },
  { name: 'a field that only a newer program knows', other: withFields({ ...row.fields, pronouns: 'she/her' }) },
  { name: 'a null in a list of own fields', other: withFields({ ...row.fields, customFields: { x: 1 } }) },
  { name: 'a value in the next field', other: withFields({ ...row.fields, firstName: null, lastName: 'Ana' }) },
])('another digest: $name', ({ other }) => {
  expect(digestOf(other)).not.toEqual(digestOf(row));
});

test('both halves are spread: no two of 50,000 like rows share a digest, and each half is near what chance gives', () => {
  const highs = new Set<number>();
  const lows = new Set<number>();
  const both = new Set<string>();
  for (let seq = 0; seq < 50_000; seq += 1) {
    const [high, low] = digestOf({ ...row, seq });
    highs.add(high);
    lows.add(low);
    both.add(`${high} ${low}`);
  }
  // of 50,000 in 2^32 one pair in three runs meets by chance
  expect([both.size, highs.size > 49_990, lows.size > 49_990]).toEqual([50_000, true, true]);
});

test('a sum does not depend on the order, and a row twice is not a row', () => {
  const digests = [1, 2, 3].map((seq) => digestOf({ ...row, seq }));
  const sum = digests.reduce(addDigest, NO_ROWS);
  expect(isSameSum(digests.toReversed().reduce(addDigest, NO_ROWS), sum)).toBe(true);
  expect(isSameSum(addDigest(sum, digestOf(row)), sum)).toBe(false);
  const [one] = digests;
  expect(isSameSum([one, one, one].flatMap((each) => (each ? [each] : [])).reduce(addDigest, NO_ROWS), sum)).toBe(
    false,
  );
});
