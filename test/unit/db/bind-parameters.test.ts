import { expect, test } from 'vitest';
import { bindParameters } from '../../../main/db/bind-parameters.ts';

const BYTES = new Uint8Array([1]);

test.each([
  { name: 'positional values', given: [true, false, 'x', 1, 2n, null, BYTES], want: [1, 0, 'x', 1, 2n, null, BYTES] },
  { name: 'named values', given: { isOpen: true, id: 'x' }, want: [{ isOpen: 1, id: 'x' }] },
  { name: 'none', given: [], want: [] },
])('$name', ({ given, want }) => {
  expect(bindParameters(given)).toEqual(want);
});

test('undefined is refused by its place or name', () => {
  expect(() => bindParameters(['a', undefined])).toThrow('Parameter 2');
  expect(() => bindParameters({ id: undefined } as never)).toThrow('Parameter id');
});
