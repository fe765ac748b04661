import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { askOver, type Orders } from './host-orders.ts';
import { engineGone } from './host-wire.ts';

/** A running worker thread with a channel for orders. */
export interface Thread<Order> {
  readonly ask: Orders<Order>;
  /** Resolves when the thread has ended and everything it had open is closed, with what it threw, if it did. */
  readonly ended: Promise<Error | null>;
  terminate(): Promise<void>;
}

export function startThread<Order>(entry: URL, data: object, transfer: readonly MessagePort[]): Thread<Order> {
  const worker = new Worker(entry, { workerData: data, transferList: [...transfer] });
  const ended = new Promise<Error | null>((resolve) => {
    let thrown: Error | null = null;
    worker.once('error', (error) => (thrown = error instanceof Error ? error : new Error(String(error))));
    worker.once('exit', () => resolve(thrown));
  });
  const gone = ended.then((error): SatchelError => engineGone(error ?? undefined));
  return {
    ask: askOver<Order>(worker, gone),
    ended,
    terminate: async () => void (await worker.terminate()),
  };
}

/** One end for a thread, and a way to call what the thread serves on it. */
export interface ServedPort {
  readonly threadPort: MessagePort;
  readonly link: ClientLink<object>;
}

export function servedPort(): ServedPort {
  const { port1, port2 } = new MessageChannel();
  let isClosed = false;
  // What is sent into a closed port is never answered; what waits when it closes is rejected by the link.
  port1.once('close', () => (isClosed = true));
  const rpc = new RPCLink({ port: port1 });
  const link: ServedPort['link'] = {
    call: (path, input, options) => (isClosed ? Promise.reject(engineGone()) : rpc.call([...path], input, options)),
  };
  port1.start();
  // Waiting for a thread's answer is no reason to stay alive; the thread itself is.
  port1.unref();
  return { threadPort: port2, link };
}
