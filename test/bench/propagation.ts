import { rmSync } from 'node:fs';
import { v7 as uuidV7 } from 'uuid';
import type { Engine } from '../../main/engine/create-engine.ts';
import type { Bench } from './bench.ts';
import { median, p99, round, sleep } from './stats.ts';
import type { World } from './world.ts';

const ROUNDS = { small: 20, full: 60 } as const;
const WRAPPER_LATENCY_MS = 5;

/** What is written on one laptop is seen on another one: command, push, poke, pull, query. */
export const propagation: Bench = {
  name: 'propagation',
  async run(world) {
    const dirs = [await world.filledFolder(), await world.filledFolder()];
    const [a, b] = await Promise.all(dirs.map((dir) => world.engine(dir)));
    if (!a || !b) throw new Error('Two laptops are needed.');
    await world.setWrapperLatency(WRAPPER_LATENCY_MS);
    for (const engine of [a, b]) await engine.call.sync.now();
    await sleep(500);
    const taken: number[] = [];
    for (let index = 0; index < ROUNDS[world.size]; index += 1) {
      taken.push(await writeAndSee(world, { a, b, index }));
      await sleep(100);
    }
    await world.setWrapperLatency(0);
    await Promise.all([a.close(), b.close()]);
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
    const value = round(median(taken));
    return [
      {
        name: 'propagation',
        value,
        unit: 'ms median',
        promise: 'a write on A is seen on B: median under 100 ms on one machine',
        holds: value < 100,
        detail: { p99: round(p99(taken)), writes: taken.length, wrapperLatencyMs: WRAPPER_LATENCY_MS },
      },
    ];
  },
};

interface Pair {
  readonly a: Engine;
  readonly b: Engine;
  readonly index: number;
}

async function writeAndSee({ samples }: World, { a, b, index }: Pair): Promise<number> {
  const contacts = samples.get('contact') ?? [];
  const contactId = contacts[index % contacts.length]?.id ?? '';
  const activityId = uuidV7();
  const changes = new AbortController();
  const seen = seenOn(b, { contactId, activityId }, changes.signal);
  const startMs = performance.now();
  await a.call.mutations.run({
    name: 'activities.log',
    args: { activityId, contactId, type: 'visit', subject: 'Seen by both' },
  });
  await seen;
  const tookMs = performance.now() - startMs;
  changes.abort();
  return tookMs;
}

/** As a window does it: told that activities changed, it asks for the timeline again. */
async function seenOn(
  engine: Engine,
  { contactId, activityId }: { readonly contactId: string; readonly activityId: string },
  signal: AbortSignal,
): Promise<void> {
  for await (const { topics } of await engine.call.live.changes(undefined, { signal })) {
    if (!topics.includes('activity')) continue;
    const page = await engine.call.timeline.page({ of: { kind: 'contact', id: contactId }, limit: 50 });
    if (JSON.stringify(page.items).includes(activityId)) return;
  }
}
