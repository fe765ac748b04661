import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { RPCHandler } from '@orpc/server/message-port';
import type { ReaderOrder, ReaderThreadData, ShownUser } from './host-messages.ts';
import { answerOrders } from './host-orders.ts';
import { createMeter } from '../health/meter.ts';
import { createReadRoutes } from './read-routes.ts';
import { createReaderDatabase } from './reader-database.ts';
import type { ReaderOrderOfEngine, ToldOfReader } from './reader-feed.ts';

/** The reader's thread: everything that a window reads, on a connection that cannot write. */
const { appPort } = workerData as ReaderThreadData;
const database = createReaderDatabase();
const meter = createMeter();

if (parentPort) answerOrders<ReaderOrder>(parentPort, obey);
new RPCHandler(createReadRoutes()).upgrade(appPort, {
  context: {
    database: () => database.mustGet(),
    record: meter.record,
    monotonicMs: () => performance.now(),
    onRead: (note) => engine?.postMessage({ note } satisfies ToldOfReader),
  },
});
appPort.start();

let engine: MessagePort | null = null;

function obey(order: ReaderOrder): void {
  if (order.kind === 'release') return database.show(null);
  const { port } = order;
  engine = port;
  answerOrders<ReaderOrderOfEngine>(port, (asked) => (asked.kind === 'show' ? show(asked.user) : meter.take()));
  // An engine that ended holds no lock any more, so nothing may stay open under it.
  port.once('close', () => {
    if (engine === port) database.show(null);
  });
}

/** What was measured of one user is not counted for the next. */
function show(user: ShownUser | null): void {
  meter.take();
  database.show(user);
}
