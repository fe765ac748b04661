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
 * Applies the patch in a copy and runs its test there.
 * @returns isRed: the test ran and failed; a patch that only breaks the loading of a file is not red
 */
export async function runRed(patch: RedPatch): Promise<{ readonly isRed: boolean; readonly what: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-red-'));
  try {
    copyProject(folder);
    execFileSync('git', ['apply', '--whitespace=nowarn', patch.path], { cwd: folder });
    const report = join(folder, 'red-report.json');
    await runVitest(folder, patch, report);
    const tests = Report.parse(JSON.parse(readFileSync(report, 'utf8'))).testResults;
    const failed = tests.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed'),
    );
    const [first] = failed;
    if (first) return { isRed: true, what: `${failed.length} failed, first '${first.title}'` };
    return { isRed: false, what: tests.find(({ message }) => message)?.message ?? `${patch.testFile} passed` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
