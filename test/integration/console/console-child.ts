import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const scriptPath = (name: string): string =>
  fileURLToPath(new URL(`../../../resources/scripts/${name}.ts`, import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly errors: string;
}

export interface Child {
  readonly pid: number;
  /** Types a line. */
  type(line: string): void;
  /** Types a line in JSON mode and gives the answer. */
  ask(line: string): Promise<unknown>;
  kill(signal: NodeJS.Signals): void;
  /** Ends the input and waits. */
  end(): Promise<Ended>;
  readonly ended: Promise<Ended>;
  readonly output: () => string;
}

/** A script as a real process. */
export function start(script: 'console' | 'doctor' | 'placement', ...args: readonly string[]): Child {
  const child = spawn(process.execPath, [scriptPath(script), ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let errors = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  const ended = once(child, 'close').then(([status]: unknown[]) => ({ status: status as number | null, out, errors }));
  onTestFinished(() => void child.kill('SIGKILL'));
  let asked = 0;
  return {
    pid: child.pid ?? 0,
    type: (line) => void child.stdin.write(`${line}\n`),
    async ask(line) {
      const from = asked;
      child.stdin.write(`${line}\n`);
      while (!out.slice(from).includes('\n')) {
        await Promise.race([
          once(child.stdout, 'data'),
          ended.then(() => Promise.reject(new Error(`it ended: ${out}${errors}`))),
        ]);
      }
      asked = out.indexOf('\n', from) + 1;
      return JSON.parse(out.slice(from, asked)) as unknown;
    },
    kill: (signal) => void child.kill(signal),
    end() {
      child.stdin.end();
      return ended;
    },
    ended,
    output: () => out,
  };
}

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-console-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Types all lines at once, as a pipe does, and waits for the end. */
export async function converse(dataDir: string, lines: readonly string[], ...args: readonly string[]): Promise<Ended> {
  const child = start('console', '--data', dataDir, ...args);
  for (const line of lines) child.type(line);
  return child.end();
}
