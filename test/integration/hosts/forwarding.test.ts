import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { expect, test } from 'vitest';
import { createForwardingRouter, type AppCall } from '../../../main/engine/host-app-router.ts';
import { portChannel, serveWindow } from '../../../main/engine/host-windows.ts';
import { until } from '../engine/test-clock.ts';
import type { AppClient } from './open-host.ts';

/** A window on threads whose answers the test gives. */
function openWindow(engine: AppCall, reader: AppCall = engine): { call: AppClient; die: () => void } {
  const { port1, port2 } = new MessageChannel();
  serveWindow(createForwardingRouter({ engine, reader }), portChannel(port1));
  port1.start();
  const call = createORPCClient<AppClient>(new RPCLink({ port: port2 }));
  port2.start();
  return { call, die: () => port2.close() };
}

/** Never answers, and tells when it was told to stop. */
function hangingThread(): { call: AppCall; signals: AbortSignal[] } {
  const signals: AbortSignal[] = [];
  const call: AppCall = (_, __, signal) => {
    if (signal) signals.push(signal);
    return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
  };
  return { call, signals };
}

test('a cancelled call is cancelled in the thread', async () => {
  const thread = hangingThread();
  const { call } = openWindow(thread.call);
  const abort = new AbortController();
  const answer = call.sync.now(undefined, { signal: abort.signal }).catch(() => 'cancelled');
  await until(
    () => thread.signals.length,
    (count) => count === 1,
  );
  expect(thread.signals[0]?.aborted).toBe(false);
  abort.abort();
  expect(await answer).toBe('cancelled');
  await until(
    () => thread.signals[0]?.aborted,
    (isAborted) => isAborted === true,
  );
});

test('a window that dies cancels everything it waits for, and ends its iterators in the thread', async () => {
  const thread = hangingThread();
  let isReturned = false;
  async function* endless(signal: AbortSignal | undefined) {
    try {
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      yield 1;
    } finally {
      isReturned = true;
    }
  }
  const { call, die } = openWindow((path, input, signal) =>
    path[1] === 'watch' ? Promise.resolve(endless(signal)) : thread.call(path, input, signal),
  );
  void call.sync.now().catch(() => undefined);
  const iterator = await call.sync.watch();
  void iterator.next().catch(() => undefined);
  await until(
    () => thread.signals.length,
    (count) => count === 1,
  );
  die();
  await expect.poll(() => thread.signals[0]?.aborted === true && isReturned).toBe(true);
});

test('reads go to the reader and everything else to the engine', async () => {
  const seen: string[] = [];
  const thread =
    (name: string): AppCall =>
    async (path) =>
      void seen.push(`${name} ${path.join('.')}`);
  const { call } = openWindow(thread('engine'), thread('reader'));
  await call.contacts.tags();
  await call.search.query({ text: 'a' });
  await call.mutations.run({ name: 'x', args: {} });
  await call.live.page({ set: 'outbox', after: 0 });
  await call.people.tenant();
  expect(seen).toEqual([
    'reader contacts.tags',
    'reader search.query',
    'engine mutations.run',
    'engine live.page',
    'engine people.tenant',
  ]);
});

test.each([
  {
    name: 'an answer with a code',
    thrown: new ORPCError('ID_REUSED', { message: 'Used.', data: { by: 1 } }),
    want: { code: 'ID_REUSED', message: 'Used.', data: { by: 1 } },
  },
  {
    name: 'the transport’s own words',
    thrown: new Error('[AsyncIdQueue] Queue[1] was closed'),
    want: { code: 'ENGINE_GONE', message: expect.stringContaining('starting again') },
  },
  {
    name: 'a code that nobody knows',
    thrown: new ORPCError('TEAPOT', { message: 'Short.' }),
    want: { code: 'INTERNAL', message: 'Short.' },
  },
])('$name reaches the window as an error of ours', async ({ thrown, want }) => {
  const { call } = openWindow(() => Promise.reject(thrown));
  await expect(call.sync.status()).rejects.toMatchObject(want);
  async function* failing() {
    yield 1;
    throw thrown;
  }
  const { call: watching } = openWindow(async () => failing());
  const iterator = await watching.sync.watch();
  await iterator.next();
  await expect(iterator.next()).rejects.toMatchObject(want);
});
