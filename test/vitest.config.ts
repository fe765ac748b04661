import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** How long `expect.poll` waits for what arrives by itself, as in a window on a slow machine. */
const POLL_MS = 30_000;

/** Threads start fastest; forks where a test kills, stops or starts processes or opens database files by the dozen. */
function project(name: string, pool: 'threads' | 'forks', timeoutMs: number, retry = 0) {
  const include = [`test/${name}/**/*.test.{ts,tsx}`];
  return {
    extends: true as const,
    test: { name, pool, include, testTimeout: timeoutMs, hookTimeout: timeoutMs, retry },
  };
}

/** Where real processes, sockets and a browser meet on a shared machine; vitest names every test that needed it. */
const ONCE_MORE = 1;

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    environment: 'node',
    expect: { poll: { timeout: POLL_MS } },
    globalSetup: ['test/require-node.ts'],
    projects: [
      project('unit', 'threads', 10_000),
      project('contract', 'threads', 20_000),
      project('integration', 'forks', 60_000, ONCE_MORE),
      project('simulation', 'forks', 180_000),
      project('e2e', 'forks', 300_000, ONCE_MORE),
    ],
  },
});
