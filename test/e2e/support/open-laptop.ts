import { join } from 'node:path';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import { createEngine, type Engine } from '../../../main/engine/create-engine.ts';
import { createWrapperClient } from '../../../sync/wrapper-api/client.ts';
import type { SandboxAccount } from '../../wrapper-sandbox/sandbox-seed.ts';
import { systemClock } from '../../wrapper-sandbox/system-clock.ts';

interface Where {
  readonly dataDir: string;
  readonly syncUrl: string;
  readonly wrapperUrl: string;
}

/** Somebody else's laptop without its window: signed in, and with the records of the server. */
export async function openLaptop(where: Where, { email: username, password }: SandboxAccount): Promise<Engine> {
  const engine = await createEngine({ ...where, keyStore: fileKeyStore(join(where.dataDir, 'keys')) });
  const client = createWrapperClient({ baseUrl: where.wrapperUrl, fetch, clock: systemClock });
  const tokens = await client.token({ request: { grant_type: 'password', username, password } });
  client.close();
  await engine.host.session.signIn({ accessToken: tokens.accessToken, refreshToken: tokens.refreshToken ?? '' });
  await engine.call.sync.now();
  return engine;
}
