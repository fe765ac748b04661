import { rmSync } from 'node:fs';
import type { Bench, Measured } from './bench.ts';
import { startChild } from './child.ts';
import { median, round } from './stats.ts';
import type { World } from './world.ts';

const REPETITIONS = 5;
const WRAPPER_LATENCY_MS = 5;

/** From nothing to the first page of contacts, in a process of its own; the files are in the system's cache. */
export const start: Bench = {
  name: 'start',
  async run(world) {
    const dataDir = await world.filledFolder();
    await world.setWrapperLatency(WRAPPER_LATENCY_MS);
    const resumed = await repeat(() => startOnce(world, dataDir, 'resume'));
    const signedIn = await repeat(() => startOnce(world, dataDir, 'sign-in'));
    await world.setWrapperLatency(0);
    rmSync(dataDir, { recursive: true, force: true });
    return [
      measuredOf('start', { promiseMs: 1500, runs: resumed, what: 'process start to the first page' }),
      measuredOf('sign-in', { promiseMs: 2000, runs: signedIn, what: 'sign-in to the first page, caches warm' }),
    ];
  },
};

interface Run {
  readonly pageMs: number;
  readonly processMs: number;
}

async function startOnce(world: World, dataDir: string, mode: 'resume' | 'sign-in'): Promise<Run> {
  const tokens = mode === 'sign-in' ? JSON.stringify(await world.tokens('admin')) : '';
  const child = await startChild(new URL('start-child.ts', import.meta.url), {
    args: [dataDir, world.syncUrl, world.wrapperUrl, tokens],
  });
  await child.close();
  return { pageMs: Number(child.ready['pageMs']), processMs: child.readyMs };
}

async function repeat(run: () => Promise<Run>): Promise<Run[]> {
  const runs: Run[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) runs.push(await run());
  return runs;
}

function measuredOf(
  name: string,
  { promiseMs, runs, what }: { readonly promiseMs: number; readonly runs: readonly Run[]; readonly what: string },
): Measured {
  const engineMs = median(runs.map(({ pageMs }) => pageMs));
  const processMs = median(runs.map(({ processMs: ms }) => ms));
  // A sign-in happens in a program that runs; a start does not.
  const value = round(name === 'start' ? processMs : engineMs);
  return {
    name,
    value,
    unit: 'ms median',
    promise: `${what}: under ${promiseMs / 1000} s`,
    holds: value < promiseMs,
    detail: { engineMs: round(engineMs), processMs: round(processMs), wrapperLatencyMs: WRAPPER_LATENCY_MS },
  };
}
