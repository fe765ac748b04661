import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineMutation } from '../../../sync/model/mutations/define-mutation.ts';
import { MUTATIONS, mustGetMutation, parseArgs, readCaptured } from '../../../sync/model/mutations/registry.ts';

/** A change in its third version: `name` became `title` in the second, and `tags` came in the third. */
const third = defineMutation({
  name: 'test.rename',
  version: 3,
  args: z.strictObject({ title: z.string().min(1), tags: z.array(z.string()) }),
  upcasts: {
    1: {
      args: (args) => ({ title: (args as { readonly name: string }).name }),
      seen: (seen) =>
        Object.fromEntries(Object.entries(seen).map(([key, value]) => [key.replace(/:name$/, ':title'), value])),
    },
    2: { args: (args) => ({ ...(args as object), tags: [] }) },
  },
  reads: () => ({}),
  writes: () => [],
  refers: () => [],
  needs: () => ({ permissions: [], mode: 'lease' }),
  check: () => ({ kind: 'allowed' }),
  apply: () => [],
  inverse: () => ({ kind: 'none', why: 'a test' }),
  words: () => ({ key: 'test', values: {} }),
});

test.each([
  { version: 1, stored: { name: 'old' }, want: { title: 'old', tags: [] } },
  { version: 2, stored: { title: 'newer' }, want: { title: 'newer', tags: [] } },
  { version: 3, stored: { title: 'now', tags: ['a'] }, want: { title: 'now', tags: ['a'] } },
])(
  'arguments of version $version are brought to the current one, and the stored ones stay',
  ({ version, stored, want }) => {
    const before = structuredClone(stored);
    expect(parseArgs(third, version, stored)).toEqual(want);
    expect(stored).toEqual(before);
  },
);

test('what the user saw is brought along where a field group got another name, and the stored one stays', () => {
  const seen = { 'task:1:name': { kind: 'value', value: { name: 'old' } } } as const;
  const before = structuredClone(seen);
  const read = readCaptured(third, { version: 1, args: { name: 'old' }, seen });
  expect(read).toEqual({ args: { title: 'old', tags: [] }, seen: { 'task:1:title': seen['task:1:name'] } });
  expect(seen).toEqual(before);
  expect(readCaptured(third, { version: 2, args: { title: 'x' }, seen }).seen).toEqual(seen);
});

test('a mutation that cannot read one of its earlier versions is no mutation', () => {
  const { upcasts: _none, ...rest } = third;
  expect(() => defineMutation({ ...rest, name: 'test.hole', upcasts: { 2: { args: (args) => args } } })).toThrow(
    '"test.hole" cannot read its version 1.',
  );
});

test('half a character, which no database of UTF-8 can hold, is what such a database makes of it', () => {
  const cut = 'Smiled \u{1f600}'.slice(0, -1);
  expect(parseArgs(third, 3, { title: cut, tags: ['\u{1f600}', cut] })).toEqual({
    title: 'Smiled \ufffd',
    tags: ['\u{1f600}', 'Smiled \ufffd'],
  });
});

test('an upcast is checked like anything else', () => {
  expect(() => parseArgs(third, 1, { name: '' })).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
});

test('a newer version waits for a newer program', () => {
  expect(() => parseArgs(third, 4, {})).toThrow(
    expect.objectContaining({
      code: 'MUTATION_TOO_NEW',
      remedy: 'after-update',
      data: { name: 'test.rename', version: 4, known: 3 },
    }),
  );
});

test('a change that nobody knows is an error with its name', () => {
  expect(() => mustGetMutation('contacts.sing')).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_MUTATION', data: { name: 'contacts.sing' } }),
  );
});

test('names like those of every object are no changes', () => {
  for (const name of ['__proto__', 'constructor', 'toString', ''])
    expect(() => mustGetMutation(name)).toThrow(expect.objectContaining({ code: 'UNKNOWN_MUTATION' }));
});

test('names are unique, of the form topic.verbNoun, and every older version has its upcast', () => {
  const names = MUTATIONS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, version, upcasts } of MUTATIONS) {
    expect(name).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
    expect(Object.keys(upcasts).map(Number)).toEqual(Array.from({ length: version - 1 }, (_, index) => index + 1));
  }
});
