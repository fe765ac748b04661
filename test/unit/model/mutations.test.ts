import { expect, test } from 'vitest';
import { hasSentence } from '../../../resources/scripts/console/words.ts';
import { groupsOfPatch } from '../../../sync/model/field-groups.ts';
import { KINDS } from '../../../sync/model/kinds/all-kinds.ts';
import type { Inverse } from '../../../sync/model/mutations/define-mutation.ts';
import { MUTATIONS } from '../../../sync/model/mutations/registry.ts';
import { refKey, type AnyRow } from '../../../sync/model/row.ts';
import { PRICED } from '../../../sync/server/push/paid-before.ts';
import { MUTATION_CASES, type MutationCase } from './mutation-cases.ts';
import { CONTACT, contextAt, fullWorld, NOW_MS, prepare, worldAfter, type World } from './rows.ts';

const LATER_MS = 8_000;

function startOf({ from }: MutationCase): World {
  if (from === undefined) return fullWorld();
  const [kind, row] = from;
  return new Map(fullWorld()).set(refKey({ kind, id: (row as AnyRow).id }), row as AnyRow);
}

const at = (world: World, kind: MutationCase['leaves'][0], id: string): AnyRow | undefined =>
  world.get(refKey({ kind, id }));

/** Changes of many rows at once have tests of their own. */
const OF_ONE_ROW = MUTATIONS.filter(({ name }) => !name.endsWith('.importBatch'));

test('every mutation of one row has a case', () => {
  expect([...new Set(MUTATION_CASES.map(({ name }) => name))].toSorted()).toEqual(
    OF_ONE_ROW.map(({ name }) => name).toSorted(),
  );
});

test.each(MUTATION_CASES)('$name is allowed and leaves the row whole', (each) => {
  const world = startOf(each);
  const { mutation, args, rows } = prepare(each.name, each.args, world);
  expect(mutation.check(rows, args, contextAt(NOW_MS))).toEqual({ kind: 'allowed' });
  const [kind, row] = each.leaves;
  const changes = mutation.apply(rows, args, contextAt(NOW_MS));
  expect(changes).toHaveLength(1);
  expect(at(worldAfter(world, changes, NOW_MS), kind, (row as AnyRow).id)).toEqual(row);
});

test.each(MUTATION_CASES)('$name leaves a row that its kind accepts', ({ leaves: [kind, row] }) => {
  expect(KINDS[kind].fields.safeParse(row).error).toBeUndefined();
});

test.each(MUTATION_CASES)('$name writes exactly the groups that it names', (each) => {
  const world = startOf(each);
  const { mutation, args, rows } = prepare(each.name, each.args, world);
  const [kind, row] = each.leaves;
  expect(mutation.writes(args)).toEqual(each.groups.map((group) => ({ kind, id: (row as AnyRow).id, group })));
  const [change] = mutation.apply(rows, args, contextAt(NOW_MS));
  const isPartial = change?.kind === 'update' && !each.groups.includes('*');
  expect(isPartial ? groupsOfPatch(kind, change.patch) : each.groups).toEqual(each.groups);
});

test.each(MUTATION_CASES)(
  '$name refers to what must exist, and asks for a permission in each unit that it touches',
  (each) => {
    const { mutation, args, rows } = prepare(each.name, each.args, startOf(each));
    expect(mutation.refers(args).map(refKey)).toEqual(each.refers ?? []);
    const needs = mutation.needs(args, rows);
    expect(needs.mode).toBe(each.isLive === true ? 'live' : 'lease');
    const units = each.units ?? [(each.leaves[1] as AnyRow).orgId];
    expect(needs.permissions.map(({ orgId }) => orgId)).toEqual(units);
    const feature = PRICED[each.name];
    expect(needs.price).toEqual(feature === undefined ? undefined : { feature, count: 1 });
  },
);

test.each(MUTATION_CASES)('$name has words that the catalogue knows', (each) => {
  const { mutation, args, rows } = prepare(each.name, each.args, startOf(each));
  expect(mutation.words(rows, args)).toEqual(each.words);
  expect(hasSentence(each.words.key)).toBe(true);
});

test.each(MUTATION_CASES)('the inverse of $name is $inverse', (each) => {
  const { mutation, args, rows } = prepare(each.name, each.args, startOf(each));
  const why: unknown = expect.stringMatching(/./);
  expect(mutation.inverse(rows, args)).toMatchObject(
    each.inverse === null ? { kind: 'none', why } : { kind: 'mutation', name: each.inverse },
  );
});

test.each(MUTATION_CASES.filter(({ inverse }) => inverse !== null))(
  'the inverse of $name gives the row back',
  (each) => {
    const world = startOf(each);
    const { mutation, args, rows } = prepare(each.name, each.args, world);
    const inverse = mutation.inverse(rows, args) as Extract<Inverse, { kind: 'mutation' }>;
    const after = worldAfter(world, mutation.apply(rows, args, contextAt(NOW_MS)), NOW_MS);
    const back = prepare(inverse.name, inverse.args, after);
    expect(back.mutation.check(back.rows, back.args, contextAt(LATER_MS))).toEqual({ kind: 'allowed' });
    const restored = worldAfter(after, back.mutation.apply(back.rows, back.args, contextAt(LATER_MS)), LATER_MS);
    const [kind, row] = each.leaves;
    const { id } = row as AnyRow;
    const before = at(world, kind, id);
    // A new record is taken back by deleting it; it is kept for restore.
    const want = before ?? { ...(row as AnyRow), isDeleted: true };
    const without = (whole: AnyRow | undefined) =>
      Object.fromEntries(
        Object.entries(whole ?? {}).filter(([field]) => field !== 'updatedAtMs' && !each.notGivenBack?.includes(field)),
      );
    expect(without(at(restored, kind, id))).toEqual(without(want));
  },
);

test('the inverse of a custom field that was not there empties it', () => {
  const world = fullWorld();
  const each = MUTATION_CASES.find(({ name }) => name === 'contacts.edit');
  const { mutation, args, rows } = prepare('contacts.edit', each?.args, world);
  expect(mutation.inverse(rows, args)).toMatchObject({
    args: { set: { phone: '123', lastName: 'Müller', customFields: { color: 'red', shape: null } } },
  });
});

test('restoring what is not deleted changes nothing', () => {
  const { mutation, args, rows } = prepare('contacts.restore', { contactId: CONTACT }, fullWorld());
  expect(mutation.apply(rows, args, contextAt(NOW_MS))).toEqual([]);
});
