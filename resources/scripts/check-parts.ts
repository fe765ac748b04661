import { checkImportsIn } from '../../test/check-imports.ts';
import { NO_TESTS, type TestCounts } from '../../test/test-counts.ts';
import { ROOT, runTool, type ToolResult } from './run-tool.ts';

interface Part {
  readonly name: string;
  readonly run: () => Promise<ToolResult>;
}

const PROJECTS = ['sync', 'sync/tsconfig.pure.json', 'main', 'renderer', 'test'];

const PARTS: readonly Part[] = [
  { name: 'types', run: () => runTool('typescript/bin/tsc', ['-b', ...PROJECTS]) },
  { name: 'lint', run: () => runTool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']) },
  { name: 'imports', run: checkImportTable },
  { name: 'unused', run: () => runTool('knip/bin/knip.js', ['--no-progress']) },
  { name: 'format', run: () => runTool('oxfmt/bin/oxfmt', ['--check', '.']) },
];

function checkImportTable(): Promise<ToolResult> {
  const breaches = checkImportsIn(ROOT);
  return Promise.resolve({ status: breaches.length === 0 ? 0 : 1, output: breaches.join('\n') });
}

/** Runs all parts, prints each one's name and what it complains about, and counts a part as one test. */
export async function checkParts(): Promise<TestCounts> {
  let counts = NO_TESTS;
  for (const { name, run } of PARTS) {
    const startedAtMs = Date.now();
    const { status, output } = await run().catch((error: unknown) => ({ status: 1, output: String(error) }));
    const isGood = status === 0;
    console.log(`${isGood ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - startedAtMs) / 1000).toFixed(1)} s)`);
    if (!isGood) console.log(`${output}\n`);
    counts = isGood ? { ...counts, passed: counts.passed + 1 } : { ...counts, failed: counts.failed + 1 };
  }
  return counts;
}
