import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { addCounts, closingLine, NO_TESTS, type TestCounts } from './test-counts.ts';

/** Counts every test; under `npm test` for the script that prints the closing line, else prints that line itself. */
export default class CiReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const counts = modules.map(countModule).reduce(addCounts, { ...NO_TESTS, failed: errors.length });
    const file = process.env['SATCHEL_COUNTS_FILE'];
    if (file === undefined) process.stdout.write(`\n${closingLine(counts)}\n`);
    else writeFileSync(file, JSON.stringify(counts));
  }
}

/** A file that cannot be imported or whose hooks fail may have no failed test: it counts as one. */
function countModule(module: TestModule): TestCounts {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const passed = states.filter((state) => state === 'passed').length;
  const failed = states.filter((state) => state === 'failed').length;
  const isBroken = module.state() === 'failed' && failed === 0;
  return { passed, failed: isBroken ? 1 : failed, skipped: states.length - passed - failed };
}
