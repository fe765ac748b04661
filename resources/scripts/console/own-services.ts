import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from '../../../main/db/lock-folder.ts';
import { startServer } from '../../../sync/server/start-server.ts';
import { DEMO_SERVICE } from '../../../test/wrapper-sandbox/demo-seed.ts';
import { serveSandbox } from '../../../test/wrapper-sandbox/serve-sandbox.ts';
import { loadDemo } from '../demo-data/load-demo.ts';

export interface OwnServices {
  readonly syncUrl: string;
  readonly wrapperUrl: string;
  close(): Promise<void>;
}

/**
 * The sandbox and a sync server with the small demo tenant, in this process, with their files in `folder`.
 * @throws SatchelError ALREADY_RUNNING | FOLDER_READ_ONLY | FILE_TOO_NEW
 */
export async function startOwnServices(folder: string): Promise<OwnServices> {
  const lock = lockFolder(folder);
  try {
    const secret = demoSecret(folder);
    const sandbox = await serveSandbox({ secret });
    const server = await startServer({
      databaseUrl: `sqlite:${join(folder, 'sync.db')}`,
      wrapperUrl: sandbox.url,
      serviceCredentials: DEMO_SERVICE,
      webhookSecret: secret,
      port: 0,
    });
    sandbox.setWebhookTarget({ syncUrl: server.url, secret });
    await loadDemo(server.store, { size: 'small', nowMs: Date.now() });
    return {
      syncUrl: server.url,
      wrapperUrl: sandbox.url,
      async close() {
        await server.close();
        await sandbox.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** Kept, so that a session outlives a restart of the sandbox; it guards nothing but demo data. */
function demoSecret(folder: string): string {
  const path = join(folder, 'demo-secret');
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(path, secret, { mode: 0o600 });
  return secret;
}
