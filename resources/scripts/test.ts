import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { addCounts, closingLine, NO_TESTS, type TestCounts } from '../../test/test-counts.ts';
import { checkParts } from './check-parts.ts';
import { ROOT } from './run-tool.ts';

const HELP = `npm test -- [vitest's filters and options]

Everything that must pass: \`npm run check\`, each part counted as a test, and all tests.
With a filter or an option only what it selects, without the check:
  npm test -- test/unit/import-table.test.ts
  npm test -- --project unit
The last line is 'N passed, N failed'.
`;

const VITEST = ['run', '--config', 'test/vitest.config.ts', '--reporter=default', '--reporter=./test/ci-reporter.ts'];

interface VitestEnd {
  readonly status: number;
  readonly counts: TestCounts;
}

async function runVitest(args: readonly string[]): Promise<VitestEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-test-'));
  const file = join(folder, 'counts.json');
  const child = spawn(process.execPath, [resolve(ROOT, 'node_modules/vitest/vitest.mjs'), ...VITEST, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, SATCHEL_COUNTS_FILE: file },
  });
  const stop = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const status = await new Promise<number>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
  const counts = readCounts(file);
  rmSync(folder, { recursive: true });
  return { status, counts };
}

/** Without the reporter's file vitest broke down before the end. */
function readCounts(file: string): TestCounts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestCounts;
  } catch {
    return { ...NO_TESTS, failed: 1 };
  }
}

async function test(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const checked = args.length === 0 ? await checkParts() : NO_TESTS;
  const { status, counts } = await runVitest(args);
  const all = addCounts(checked, counts);
  // a status without a failed test is a failure of its own: no test found, an error outside the tests
  const total = status !== 0 && counts.failed === 0 ? { ...all, failed: all.failed + 1 } : all;
  console.log(closingLine(total));
  return total.failed === 0 ? 0 : 1;
}

process.exitCode = await test(process.argv.slice(2));
