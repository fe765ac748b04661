import type { MessagePort } from 'node:worker_threads';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { KeyStore } from '../db/key-store.ts';
import { answerOrders, askOver } from './host-orders.ts';

type KeyOrder =
  | { readonly kind: 'get'; readonly name: string }
  | { readonly kind: 'set'; readonly name: string; readonly key: Uint8Array }
  | { readonly kind: 'delete'; readonly name: string };

/** Answers the engine's thread from the shell's key store: a system keychain lives in the main process only. */
export function serveKeys(port: MessagePort, keyStore: KeyStore): void {
  answerOrders<KeyOrder>(port, (order) => {
    switch (order.kind) {
      case 'get':
        return keyStore.get(order.name);
      case 'set':
        return keyStore.set(order.name, order.key);
      case 'delete':
        return keyStore.delete(order.name);
    }
  });
}

/** The shell's key store as the engine's thread sees it. */
export function remoteKeyStore(port: MessagePort): KeyStore {
  const gone = new Promise<SatchelError>((resolve) => {
    port.once('close', () => resolve(new SatchelError('INTERNAL', 'The program that holds the keys has ended.')));
  });
  const ask = askOver<KeyOrder>(port, gone);
  return {
    get: async (name) => (await ask({ kind: 'get', name })) as Uint8Array | undefined,
    set: async (name, key) => void (await ask({ kind: 'set', name, key })),
    delete: async (name) => void (await ask({ kind: 'delete', name })),
  };
}
