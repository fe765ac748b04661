import { join } from 'node:path';
import { fileKeyStore } from '../../main/db/file-key-store.ts';
import { createEngineHost } from '../../main/engine/engine-host.ts';
import { openWindow, type AppClient } from '../integration/hosts/open-host.ts';
import type { World } from './world.ts';

export interface Hosted extends AsyncDisposable {
  /** The app contract as a window has it: over a port, served by the engine's and the reader's threads. */
  readonly call: AppClient;
  signIn(): Promise<void>;
}

/** The engine as the shells run it: writer and reader in threads of their own. */
export async function openHosted(world: World, dataDir: string): Promise<Hosted> {
  const host = await createEngineHost({
    dataDir,
    keyStore: fileKeyStore(join(dataDir, 'keys')),
    syncUrl: world.syncUrl,
    wrapperUrl: world.wrapperUrl,
  });
  const window = openWindow(host);
  return {
    call: window.call,
    signIn: async () => void (await host.host.session.signIn(await world.tokens('admin'))),
    async [Symbol.asyncDispose]() {
      window.disconnect();
      await host.close();
    },
  };
}
