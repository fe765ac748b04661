import { parentPort, workerData } from 'node:worker_threads';
import { RPCHandler } from '@orpc/server/message-port';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { createAppRouter } from './app-router.ts';
import { createEngine, type Engine } from './create-engine.ts';
import { remoteKeyStore } from './host-key-port.ts';
import type { ClockMove, EngineOrder, EngineThreadData } from './host-messages.ts';
import { createMovableClock } from './host-movable-clock.ts';
import { answerOrders } from './host-orders.ts';
import { createHostRouter } from './host-router.ts';
import { createReaderFeed } from './reader-feed.ts';

/** The engine's thread: the one connection that writes, the outbox and the sync loop. */
const { appPort, hostPort, keyPort, hasTestClock, ...options } = workerData as EngineThreadData;
const clock = hasTestClock ? createMovableClock() : undefined;
const readers = createReaderFeed((note) => engine?.appContext.onRead(note));
let engine: Engine | undefined;

if (parentPort) answerOrders<EngineOrder>(parentPort, obey);

function obey(order: EngineOrder): Promise<void> {
  switch (order.kind) {
    case 'open':
      return open();
    case 'reader':
      return readers.attach(order.port);
    case 'move-clock':
      return moveClock(order.move);
    case 'close':
      return engine?.close() ?? Promise.resolve();
  }
}

async function open(): Promise<void> {
  engine = await createEngine({
    ...options,
    keyStore: remoteKeyStore(keyPort),
    ...(clock ? { clock } : {}),
    onUser: (user) => readers.show(user && { path: user.path, key: user.key }),
    measuredByReader: () => readers.takeMeasured(),
  });
  new RPCHandler(createAppRouter()).upgrade(appPort, { context: engine.appContext });
  new RPCHandler(createHostRouter()).upgrade(hostPort, { context: engine.hostContext });
  appPort.start();
  hostPort.start();
}

async function moveClock(move: ClockMove): Promise<void> {
  if (!clock) throw new SatchelError('BAD_REQUEST', 'The clock can be moved only with SATCHEL_TEST_CLOCK=1.');
  await clock.move(move);
}
