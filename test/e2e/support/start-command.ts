import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { SandboxAccount } from '../../wrapper-sandbox/sandbox-seed.ts';

const SCRIPTS = resolve(import.meta.dirname, '../../../resources/scripts');
/** A first start builds the window and loads the demo tenant. */
const READY_MS = 100_000;

export interface Ready {
  readonly ready: true;
  readonly app: string;
  readonly sync: string;
  readonly wrapper: string;
  readonly data: string;
  readonly accounts: readonly SandboxAccount[];
  readonly testClock?: number;
}

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly errors: string;
}

export interface StartedCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** @throws Error with what it printed when it ends instead */
  ready(): Promise<Ready>;
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** `npm start` without npm. */
export function startCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  script = 'start.ts',
): StartedCommand {
  const child = spawn(process.execPath, [resolve(SCRIPTS, script), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let out = '';
  let errors = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  const ended = once(child, 'close').then(([status]: (number | null)[]): Ended => ({
    status: status ?? null,
    out,
    errors,
  }));
  return {
    child,
    ended,
    async ready() {
      const endsMs = Date.now() + READY_MS;
      while (!out.includes('\n')) {
        if (child.exitCode !== null || Date.now() > endsMs) throw new Error(`It is not ready: ${out}${errors}`);
        await new Promise((done) => setTimeout(done, 50));
      }
      return JSON.parse(out) as Ready;
    },
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}
