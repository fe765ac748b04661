import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A rule of failures.md taken away, and the test that has to notice. */
export interface RedPatch {
  /** Class of the list of failures that Satchel must survive, 1-28. */
  readonly classNumber: number;
  readonly name: string;
  readonly path: string;
  /** One sentence: what is taken away. */
  readonly rule: string;
  readonly project: string;
  readonly testFile: string;
  /** Part of the test's title; every test of the file when missing. */
  readonly title: string | undefined;
}

const NAME = /^(\d{2})-[a-z0-9-]+\.patch$/;
const TEST = /^test\/([a-z]+)\/.+\.test\.tsx?$/;

/**
 * The patches of test/red in order of class. A patch starts with lines `rule: ...`, `test: FILE` and `title: ...`
 * (optional) before its diff, which `git apply` skips.
 * @throws Error naming the file whose head is incomplete
 */
export function listRedPatches(folder: string = import.meta.dirname): readonly RedPatch[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.patch'))
    .toSorted()
    .map((name) => readPatch(folder, name));
}

function readPatch(folder: string, name: string): RedPatch {
  const path = join(folder, name);
  const [head = ''] = readFileSync(path, 'utf8').split(/^diff --git /m);
  const field = (key: string): string | undefined => new RegExp(`^${key}: (.+)$`, 'm').exec(head)?.[1]?.trim();
  const classNumber = Number(NAME.exec(name)?.[1]);
  const rule = field('rule');
  const testFile = field('test');
  const project = TEST.exec(testFile ?? '')?.[1];
  if (!classNumber || rule === undefined || testFile === undefined || project === undefined)
    throw new Error(`${name} needs a name like 07-bad-row.patch and the lines 'rule:' and 'test: test/.../x.test.ts'.`);
  return { classNumber, name, path, rule, project, testFile, title: field('title') };
}
