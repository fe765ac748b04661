import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeGroup, type MergedGroup } from '../../../sync/merge/merge-group.ts';
import { mergeUnion } from '../../../sync/merge/merge-union.ts';
import { isSameValue } from '../../../sync/model/same-value.ts';
import { id, ME, YOU } from '../model/rows.ts';

const tags = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'));

describe('union', () => {
  test.each([
    { name: 'both sides added a tag', base: [], mine: ['vip'], theirs: ['eu'], want: ['eu', 'vip'] },
    { name: 'one side removed a tag', base: ['eu'], mine: [], theirs: ['eu'], want: [] },
    { name: 'one side removed, the other added', base: ['eu'], mine: [], theirs: ['eu', 'vip'], want: ['vip'] },
    { name: 'both removed the same', base: ['eu', 'vip'], mine: ['vip'], theirs: ['vip'], want: ['vip'] },
    {
      name: 'what was seen is not known: nothing counts as removed',
      base: [],
      mine: ['a'],
      theirs: ['b'],
      want: ['a', 'b'],
    },
  ])('$name', ({ base, mine, theirs, want }) => {
    expect(mergeUnion(base, mine, theirs)).toEqual(want);
    expect(mergeUnion(base, theirs, mine)).toEqual(want);
  });

  test('both devices agree, every added tag is in, every removed one is out', () => {
    fc.assert(
      fc.property(tags, tags, tags, (base, mine, theirs) => {
        const merged = mergeUnion(base, mine, theirs);
        expect(mergeUnion(base, theirs, mine)).toEqual(merged);
        for (const side of [mine, theirs]) {
          expect(merged).toEqual(expect.arrayContaining(side.filter((tag) => !base.includes(tag))));
          expect(base.filter((tag) => !side.includes(tag) && merged.includes(tag))).toEqual([]);
        }
        expect(merged).toEqual([...new Set(merged)].toSorted());
      }),
    );
  });

  test('merging the result again changes nothing', () => {
    fc.assert(
      fc.property(tags, tags, tags, (base, mine, theirs) => {
        const merged = mergeUnion(base, mine, theirs);
        expect(mergeUnion(base, mine, merged)).toEqual(merged);
        expect(mergeUnion(merged, merged, merged)).toEqual(merged);
      }),
    );
  });
});

const value = fc.constantFrom({ phone: '1' }, { phone: '2' }, { phone: '3' });
const write = (mutationId: string) =>
  fc.integer({ min: 1, max: 3 }).map((ms) => ({ hlc: `00000000000000${ms}-00000`, mutationId, actorId: ME, atMs: ms }));

/** The value that stands; a rule that asks has none. */
const standing = (merged: MergedGroup): unknown => (merged.kind === 'ask' ? 'asked' : merged.value);

describe('latest', () => {
  test('the same value wins, whichever side comes second', () => {
    fc.assert(
      fc.property(value, value, value, write(id(1)), write(id(2)), (seen, a, b, byA, byB) => {
        fc.pre(!isSameValue(seen, a) && !isSameValue(seen, b));
        const aSecond = mergeGroup('latest', { seen, mine: a, theirs: b }, { mine: byA, theirs: byB });
        const bSecond = mergeGroup('latest', { seen, mine: b, theirs: a }, { mine: byB, theirs: byA });
        expect(standing(aSecond)).toEqual(standing(bSecond));
      }),
    );
  });

  test('of two different values one wins and the other is named as the loser', () => {
    fc.assert(
      fc.property(value, value, write(id(1)), write(id(2)), (mine, theirs, byMe, byThem) => {
        fc.pre(!isSameValue(mine, theirs));
        const merged = mergeGroup('latest', { seen: { phone: '0' }, mine, theirs }, { mine: byMe, theirs: byThem });
        const [value, loser] = merged.kind === 'mine-wins' ? [mine, theirs] : [theirs, mine];
        expect(merged).toEqual({ kind: expect.stringMatching(/^(mine|theirs)-wins$/), value, loser });
      }),
    );
  });

  test('the same millisecond is decided by the id', () => {
    const at = { hlc: '000000000000001-00000', actorId: YOU, atMs: 1 };
    const versions = { seen: { phone: '0' }, mine: { phone: '1' }, theirs: { phone: '2' } };
    expect(
      mergeGroup('latest', versions, { mine: { ...at, mutationId: id(2) }, theirs: { ...at, mutationId: id(1) } }).kind,
    ).toBe('mine-wins');
    expect(
      mergeGroup('latest', versions, { mine: { ...at, mutationId: id(1) }, theirs: { ...at, mutationId: id(2) } }).kind,
    ).toBe('theirs-wins');
  });
});

describe('every rule', () => {
  const clocks = { mine: { hlc: '000000000000001-00000', mutationId: id(1) }, theirs: undefined };
  test.each(['latest', 'ask', 'union', 'text'] as const)(
    '%s takes a value over the one that was seen, and says nothing',
    (rule) => {
      expect(
        mergeGroup(rule, { seen: { tags: ['a'] }, mine: { tags: ['b'] }, theirs: { tags: ['a'] } }, clocks),
      ).toEqual({ kind: 'clean', value: { tags: ['b'] } });
    },
  );

  test.each(['latest', 'ask', 'union', 'text', 'append'] as const)('%s asks nobody where both say the same', (rule) => {
    expect(mergeGroup(rule, { seen: { tags: [] }, mine: { tags: ['b'] }, theirs: { tags: ['b'] } }, clocks)).toEqual({
      kind: 'clean',
      value: { tags: ['b'] },
    });
  });

  test('append replaces nothing, whoever saw what: the other value is kept as the loser', () => {
    for (const seen of [{ v: 1 }, { v: 3 }, undefined])
      expect(mergeGroup('append', { seen, mine: { v: 2 }, theirs: { v: 3 } }, clocks)).toEqual({
        kind: 'theirs-wins',
        value: { v: 3 },
        loser: { v: 2 },
      });
  });

  test('ask asks for two different values, also where it is not known what was seen', () => {
    for (const seen of [{ v: 1 }, undefined])
      expect(mergeGroup('ask', { seen, mine: { v: 2 }, theirs: { v: 3 } }, clocks)).toEqual({ kind: 'ask' });
  });
});
