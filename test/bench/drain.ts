import { rmSync } from 'node:fs';
import { v7 as uuidV7 } from 'uuid';
import { commitLocal } from '../../main/db/local-store.ts';
import type { Engine } from '../../main/engine/create-engine.ts';
import { runInside } from '../../main/outbox/run-mutation.ts';
import { mustGetMutation, parseArgs } from '../../sync/model/mutations/registry.ts';
import type { Bench } from './bench.ts';
import { round } from './stats.ts';
import type { World } from './world.ts';

const COUNT = { small: 2_000, full: 10_000 } as const;
const WRAPPER_LATENCY_MS = 5;

/** One client comes back with a full queue. */
export const drain: Bench = {
  name: 'drain',
  async run(world) {
    const dataDir = await world.filledFolder();
    const watch = watchPushes();
    const engine = await world.engine(dataDir, watch.fetch);
    await engine.call.sync.now();
    await engine.call.sync.workOffline({ isOn: true });
    fillQueue(world, engine, COUNT[world.size]);
    await world.setWrapperLatency(WRAPPER_LATENCY_MS);
    await engine.call.sync.workOffline({ isOn: false });
    await engine.call.sync.now();
    await world.setWrapperLatency(0);
    const { counts } = await engine.call.sync.status();
    if (counts.queued + counts.sending + counts.parked + counts.held > 0) throw new Error('The queue did not drain.');
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
    const value = Math.round(COUNT[world.size] / (watch.tookMs() / 1000));
    return [
      {
        name: 'drain',
        value,
        unit: 'mutations/s',
        promise: 'at least 3,000/s with the wrapper answering in 5 ms',
        holds: value >= 3000,
        detail: {
          mutations: COUNT[world.size],
          waitingForServerShare: round(watch.inFlightMs() / watch.tookMs()),
          wrapperLatencyMs: WRAPPER_LATENCY_MS,
        },
      },
    ];
  },
};

/** From the first push to the pull after the last answer was stored. */
function watchPushes() {
  let [firstMs, lastMs, flightMs] = [0, 0, 0];
  const watched: typeof fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : String(input));
    const startMs = performance.now();
    if (pathname === '/v1/pull' && firstMs > 0 && lastMs === 0) lastMs = startMs;
    const response = await fetch(input, init);
    if (pathname === '/v1/push') {
      if (firstMs === 0) firstMs = startMs;
      flightMs += performance.now() - startMs;
    }
    return response;
  };
  return { fetch: watched, tookMs: () => lastMs - firstMs, inFlightMs: () => flightMs };
}

/** A hundred commands a transaction: only the queue matters here, not how it was filled. */
function fillQueue({ samples }: World, engine: Engine, count: number): void {
  const { user, outbox } = engine.appContext.signedIn();
  const mutation = mustGetMutation('activities.log');
  const contacts = samples.get('contact') ?? [];
  for (let done = 0; done < count; done += 100) {
    commitLocal(user, (local) => {
      for (let index = done; index < Math.min(count, done + 100); index += 1) {
        const contactId = contacts[index % contacts.length]?.id ?? '';
        const said = { activityId: uuidV7(), contactId, type: 'call', subject: `Called ${index}`, durationMin: 5 };
        const args = parseArgs(mutation, mutation.version, said);
        const { status } = runInside(local, outbox, { name: mutation.name, mutation, args });
        if (status !== 'applied') throw new Error(`A command offline was ${status}.`);
      }
    });
  }
}
