import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

/** A process that answers lines with lines, and that may be killed at any moment. */
export interface Child {
  /** The next line it says; undefined when it is gone. */
  next(): Promise<string | undefined>;
  write(line: object): void;
  /** SIGKILL, waited for. */
  kill(): Promise<void>;
  /** Ends by itself when its input ends. */
  end(): Promise<void>;
  isGone(): boolean;
}

export function startChild(file: string, settings: object): Child {
  const process_ = spawn(process.execPath, [join(import.meta.dirname, file), JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // A line to a process that was just killed is lost, as it is for everybody.
  process_.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => process_.once('close', () => resolve()));
  const lines = createInterface({ input: process_.stdout })[Symbol.asyncIterator]();
  return {
    async next() {
      const { value, done } = await lines.next();
      return done === true ? undefined : value;
    },
    write: (line) => void process_.stdin.write(`${JSON.stringify(line)}\n`),
    async kill() {
      process_.kill('SIGKILL');
      await ended;
    },
    async end() {
      process_.stdin.end();
      await ended;
    },
    isGone: () => hasEnded(process_),
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
