import type { AppClient } from './app-client.ts';

/** The system says so the moment a network is there; the engine alone would find out at its next try. */
export function followNetwork(client: Pick<AppClient, 'sync'>, target: EventTarget): void {
  target.addEventListener('online', () => {
    client.sync.now().catch(() => undefined); // why nothing could be sent is in the status line
  });
}
