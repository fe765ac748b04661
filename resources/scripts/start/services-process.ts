import { once } from 'node:events';
import { join } from 'node:path';
import { SatchelError, toSatchelError } from '../../../sync/protocol/satchel-error.ts';
import { startServer, type ServerOptions, type SyncServer } from '../../../sync/server/start-server.ts';
import { DEMO_SERVICE } from '../../../test/wrapper-sandbox/demo-seed.ts';
import { serveSandbox, type ServedSandbox } from '../../../test/wrapper-sandbox/serve-sandbox.ts';
import { loadDemo } from '../demo-data/load-demo.ts';
import type { ServicesMessage, ServicesOrder, ServicesReady } from './services-messages.ts';

/** Wrapper sandbox and sync server in a process of their own: a busy server never makes the window wait. */
interface Services {
  readonly ready: ServicesReady;
  close(): Promise<void>;
}

async function start({ folder, secret, demo, syncPort, wrapperPort }: ServicesOrder): Promise<Services> {
  const sandbox: ServedSandbox = await orAnyPort(wrapperPort, (port) => serveSandbox({ secret, port }));
  const options: Omit<ServerOptions, 'port'> = {
    databaseUrl: `sqlite:${join(folder, 'sync.db')}`,
    wrapperUrl: sandbox.url,
    serviceCredentials: DEMO_SERVICE,
    webhookSecret: secret,
  };
  const server: SyncServer = await orAnyPort(syncPort, (port) => startServer({ ...options, port }));
  sandbox.setWebhookTarget({ syncUrl: server.url, secret });
  const demoRows = demo === 'none' ? 0 : await loadDemo(server.store, { size: demo, nowMs: Date.now() });
  return {
    ready: { kind: 'ready', syncUrl: server.url, wrapperUrl: sandbox.url, accounts: sandbox.accounts, demoRows },
    async close() {
      await server.close();
      await sandbox.close();
    },
  };
}

/** A port of the last start may be taken by now; nothing but the addresses depends on it. */
async function orAnyPort<T>(port: number, listen: (port: number) => Promise<T>): Promise<T> {
  try {
    return await listen(port);
  } catch (error) {
    if (port === 0 || !(error instanceof SatchelError) || error.code !== 'PORT_OCCUPIED') throw error;
    return listen(0);
  }
}

const tell = (message: ServicesMessage): void => void process.send?.(message);

// A signal to the whole group is the parent's to answer; it ends this process by closing the channel.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
const parentGone = once(process, 'disconnect');
const [order] = (await once(process, 'message')) as [ServicesOrder];
try {
  const services = await start(order);
  tell(services.ready);
  await parentGone;
  await services.close();
  process.exit(0);
} catch (error) {
  const { code, message } = toSatchelError(error);
  tell({ kind: 'failed', code, message });
  process.exitCode = 1;
}
