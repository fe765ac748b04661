import { BroadcastChannel } from 'node:worker_threads';

const CHANNEL = 'satchel-test-falls';

interface Fall {
  readonly thread: string;
  readonly kind: 'throw' | 'exit';
}

/** Inside a thread: what a bug would do, on demand. */
export function listenForFall(thread: string): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.unref();
  channel.onmessage = (event) => {
    const { thread: whose, kind } = (event as { readonly data: Fall }).data;
    if (whose !== thread) return;
    if (kind === 'exit') process.exit(3);
    setImmediate(() => {
      throw new Error('a bug in the thread');
    });
  };
}

/** In the test: lets a thread of this process fall. */
export function letFall(thread: 'engine' | 'reader', kind: Fall['kind']): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ thread, kind } satisfies Fall);
  channel.close();
}
