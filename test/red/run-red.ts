import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { copyProject } from '../copy-project.ts';
import type { RedPatch } from './red-patches.ts';

const Report = z.object({
  testResults: z.array(
    z.object({ message: z.string(), assertionResults: z.array(z.object({ status: z.string(), title: z.string() })) }),
  ),
});

/**
 * Runs the patch's test in a copy of the project, first as it is and then with the patch.
 * @returns isRed: the test passed, and failed with the patch; one that only breaks the loading of a file is not red
 */
export async function runRed(patch: RedPatch): Promise<{ readonly isRed: boolean; readonly what: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-red-'));
  try {
    copyProject(folder);
    const before = await runTest(folder, patch);
    if (!before.isGreen) return { isRed: false, what: `without the patch: ${before.what}` };
    execFileSync('git', ['apply', '--whitespace=nowarn', patch.path], { cwd: folder });
    const { failed, what } = await runTest(folder, patch);
    return { isRed: failed > 0, what };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ran {
  readonly isGreen: boolean;
  readonly failed: number;
  readonly what: string;
}

async function runTest(folder: string, patch: RedPatch): Promise<Ran> {
  const report = join(folder, 'red-report.json');
  await runVitest(folder, patch, report);
  const files = Report.parse(JSON.parse(readFileSync(report, 'utf8'))).testResults;
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const [first, ...more] = tests.filter(({ status }) => status === 'failed');
  const passed = tests.filter(({ status }) => status === 'passed').length;
  if (first)
    return { isGreen: false, failed: more.length + 1, what: `${more.length + 1} failed, first '${first.title}'` };
  const what = files.find(({ message }) => message)?.message ?? `${patch.testFile}: ${passed} passed`;
  return { isGreen: passed > 0, failed: 0, what };
}

async function runVitest(folder: string, { project, testFile, title }: RedPatch, report: string): Promise<void> {
  const args = ['run', '--root', '.', '--config', 'test/vitest.config.ts', '--project', project, testFile];
  const named = title === undefined ? [] : ['-t', title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)];
  const child = spawn(
    process.execPath,
    [join(folder, 'node_modules/vitest/vitest.mjs'), ...args, ...named, '--reporter=json', `--outputFile=${report}`],
    { cwd: folder, stdio: 'ignore' },
  );
  await new Promise((done, fail) => child.once('error', fail).once('close', done));
}
