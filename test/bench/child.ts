import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Child {
  /** The first line it wrote, which is JSON. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** From the call until that line, milliseconds. */
  readonly readyMs: number;
  close(): Promise<void>;
}

/**
 * Runs a script in a process of its own until it is closed, so that it shares neither thread nor memory with what is
 * measured here.
 */
export async function startChild(
  script: URL,
  { args = [], env = {} }: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Child> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [script.pathname, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface(child.stdout);
  const line = await Promise.race([
    new Promise<string>((resolve) => lines.once('line', resolve)),
    ended.then((): never => {
      throw new Error(`${script.pathname} ended before it was ready.`);
    }),
  ]);
  return {
    ready: JSON.parse(line) as Readonly<Record<string, unknown>>,
    readyMs: performance.now() - startMs,
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
