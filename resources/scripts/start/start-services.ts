import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SatchelError } from '../../../sync/protocol/satchel-error.ts';
import type { ServicesMessage, ServicesOrder, ServicesReady } from './services-messages.ts';

const CLOSE_MS = 10_000;

export interface RunningServices extends ServicesReady {
  /** Rejects when they end by themselves. */
  readonly ended: Promise<never>;
  close(): Promise<void>;
}

/** @throws SatchelError what the server or the sandbox could not start for */
export async function startServices(order: ServicesOrder): Promise<RunningServices> {
  // Standard output belongs to the ready line.
  const child = fork(join(import.meta.dirname, 'services-process.ts'), {
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: [],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const ended = exited.then(([status]): never => {
    throw new SatchelError('SERVER_UNREACHABLE', `The sync server of this start ended by itself (status ${status}).`);
  });
  ended.catch(() => undefined);
  child.send(order);
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [ServicesMessage];
  if (message.kind === 'failed') throw new SatchelError(message.code, message.message);
  return {
    ...message,
    ended,
    async close() {
      if (child.exitCode !== null) return;
      child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
