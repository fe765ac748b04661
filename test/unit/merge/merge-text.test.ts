import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeText } from '../../../sync/merge/merge-text.ts';

describe('text', () => {
  test.each([
    {
      name: 'two people wrote on at the end: both, in the order of their text',
      base: 'Met Ana.',
      mine: 'Met Ana. Wants four percent.',
      theirs: 'Met Ana. Call on Friday.',
      want: 'Met Ana. Call on Friday. Wants four percent.',
    },
    {
      name: 'one changed the first line, the other the last one',
      base: 'Met Ana\nPrice open\nBudget 40k',
      mine: 'Met Ana and Bo\nPrice open\nBudget 40k',
      theirs: 'Met Ana\nPrice open\nBudget 50k',
      want: 'Met Ana and Bo\nPrice open\nBudget 50k',
    },
    {
      name: 'neighbouring lines are two places',
      base: 'a\nb',
      mine: 'a1\nb',
      theirs: 'a\nb1',
      want: 'a1\nb1',
    },
    {
      name: 'two sentences of one line',
      base: 'Wants an offer. Decides in May.',
      mine: 'Wants two offers. Decides in May.',
      theirs: 'Wants an offer. Decides in June.',
      want: 'Wants two offers. Decides in June.',
    },
    {
      name: 'the same sentence: both versions, and no sentence that nobody wrote',
      base: 'Call Ana at ten on Friday.',
      mine: 'Call Ana at eleven on Friday.',
      theirs: 'Call Ana at ten on Monday.',
      want: 'Call Ana at eleven on Friday. Call Ana at ten on Monday.',
    },
    {
      name: 'one took a sentence away, the other changed it: what was typed stays',
      base: 'Likes golf. Two children.',
      mine: 'Two children.',
      theirs: 'Likes tennis. Two children.',
      want: 'Likes tennis. Two children.',
    },
    {
      name: 'one took a line away, the other changed another one',
      base: 'a\nb\nc\nd',
      mine: 'a\nc\nd',
      theirs: 'a\nb\nc\nd1',
      want: 'a\nc\nd1',
    },
    {
      name: 'one took a line away beside the one that the other changed',
      base: 'a\nb\nc',
      mine: 'a\nc',
      theirs: 'a\nb\nc1',
      want: 'a\nc1',
    },
    {
      name: 'one changed the last line, the other wrote on',
      base: 'Met Ana.\nBudget 40k.',
      mine: 'Met Ana.\nBudget 40k.\nWants four percent.',
      theirs: 'Met Ana.\nBudget 50k.\nCall on Friday.',
      want: 'Met Ana.\nBudget 50k.\nCall on Friday.\nWants four percent.',
    },
    { name: 'both wrote the same', base: '', mine: 'same', theirs: 'same', want: 'same' },
    { name: 'both began a text', base: '', mine: 'mine', theirs: 'theirs', want: 'mine theirs' },
    { name: 'both began one of several lines', base: '', mine: 'a\nb', theirs: 'c', want: 'a\nb\nc' },
  ])('$name', ({ base, mine, theirs, want }) => {
    expect(mergeText(base, mine, theirs)).toBe(want);
    expect(mergeText(base, theirs, mine)).toBe(want);
  });

  const piece = fc.constantFrom(
    'Met Ana.',
    'Wants four percent.',
    'Call on Friday.',
    'Budget is open.',
    'Two children.',
  );
  const line = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(' '));
  const note = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'));
  const pieces = (text: string): readonly string[] =>
    text
      .split(/\n|(?<=[.])\s/)
      .map((each) => each.trim())
      .filter((each) => each !== '');
  const count = (text: string, wanted: string): number => pieces(text).filter((each) => each === wanted).length;

  test('is the same whichever side is called mine', () => {
    fc.assert(
      fc.property(note, note, note, (base, mine, theirs) => {
        expect(mergeText(base, mine, theirs)).toBe(mergeText(base, theirs, mine));
      }),
    );
  });

  test('every sentence that either side added is in the result', () => {
    fc.assert(
      fc.property(note, note, note, (base, mine, theirs) => {
        const merged = pieces(mergeText(base, mine, theirs));
        for (const side of [mine, theirs])
          for (const each of pieces(side)) if (count(side, each) > count(base, each)) expect(merged).toContain(each);
      }),
    );
  });

  test('a side that changed nothing changes nothing, and merging once more changes nothing', () => {
    fc.assert(
      fc.property(note, note, note, (base, mine, theirs) => {
        expect(mergeText(base, mine, base)).toBe(mine);
        const merged = mergeText(base, mine, theirs);
        expect(mergeText(merged, merged, merged)).toBe(merged);
        expect(mergeText(base, merged, merged)).toBe(merged);
      }),
    );
  });

  test('a text that only repeats sentences of both sides and of the base comes out: nothing is invented', () => {
    fc.assert(
      fc.property(note, note, note, (base, mine, theirs) => {
        const known = new Set([base, mine, theirs].flatMap(pieces));
        for (const each of pieces(mergeText(base, mine, theirs))) expect(known).toContain(each);
      }),
    );
  });

  test('a text of thousands of equal lines is not compared line by line: both versions are kept', () => {
    const many = 'x\n'.repeat(8000);
    const [mine, theirs] = [`a\n${many}b`, `c\n${many}d`];
    expect(mergeText(many, mine, theirs)).toBe(mine + '\n' + theirs);
  });
});
