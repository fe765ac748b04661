import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { listRedPatches } from '../red/red-patches.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const patches = listRedPatches();

/** Classes that the sync engine has to survive; those of files, clones and proxies come with their parts. */
const COVERED = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 23, 24, 25, 26];

test('every class of failure has a patch that takes its rule away', () => {
  expect([...new Set(patches.map(({ classNumber }) => classNumber))]).toEqual(COVERED);
});

test.each(patches)('$name still applies, and its test is there', ({ path, testFile, title }) => {
  execFileSync('git', ['apply', '--check', '--whitespace=nowarn', path], { cwd: ROOT });
  expect(existsSync(resolve(ROOT, testFile))).toBe(true);
  if (title !== undefined) expect(readFileSync(resolve(ROOT, testFile), 'utf8')).toContain(title);
});

/** What the guide's table says of a class: the files in its last two columns. */
function guideRows(): readonly { classNumber: number; testFiles: readonly string[]; names: readonly string[] }[] {
  const guide = readFileSync(resolve(ROOT, 'resources/guide/failures.md'), 'utf8');
  return [...guide.matchAll(/^\| *(\d+) *\|.*$/gm)].map(([line, classNumber]) => {
    const files = [...line.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
    return {
      classNumber: Number(classNumber),
      testFiles: files.filter((file) => file.endsWith('.ts')).toSorted(),
      names: files.filter((file) => file.endsWith('.patch')).toSorted(),
    };
  });
}

test('the guide names every class with its patches and the tests that they turn red, and nothing else', () => {
  const byClass = Map.groupBy(patches, ({ classNumber }) => classNumber);
  const expected = [...byClass].map(([classNumber, own]) => ({
    classNumber,
    testFiles: [...new Set(own.map(({ testFile }) => testFile))].toSorted(),
    names: own.map(({ name }) => name),
  }));
  expect(guideRows()).toEqual(expected);
});
