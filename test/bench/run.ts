import { drain } from './drain.ts';
import type { Bench, Measured, OwnBench } from './bench.ts';
import { fieldDay } from './field-day.ts';
import { localCommand } from './local-command.ts';
import { helpText, readOptions, type BenchOptions } from './options.ts';
import { plainPull } from './plain-pull.ts';
import { propagation } from './propagation.ts';
import { pushClients } from './push-clients.ts';
import { reads } from './reads.ts';
import { start } from './start.ts';
import { inWindow } from './window.ts';
import { openWorld, type World } from './world.ts';

/** In this order: the later ones write to the server that the first ones read from. */
const BENCHES: readonly (Bench | OwnBench)[] = [
  plainPull,
  reads,
  start,
  inWindow,
  localCommand,
  propagation,
  drain,
  pushClients,
  fieldDay,
];
const NAMES = BENCHES.map(({ name }) => name);

async function main(): Promise<number> {
  const options = optionsOrLine();
  if (typeof options === 'string') {
    process.stderr.write(`bench: ${options}\n`);
    return 2;
  }
  if (!options.isHelp) return runBenches(options);
  process.stdout.write(helpText(NAMES));
  return 0;
}

function optionsOrLine(): BenchOptions | string {
  try {
    return readOptions(process.argv.slice(2), NAMES);
  } catch (error) {
    return (error as Error).message.split('\n', 1)[0] ?? '';
  }
}

/** @returns 1 when a bench could not be run to its end; the others are run all the same */
async function runBenches({ only, size, isJson }: BenchOptions): Promise<number> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const chosen = BENCHES.filter(({ name }) => only === undefined || name === only);
  const world = chosen.some(needsWorld) ? await openWorld(size, say) : null;
  const stop = (): void => void Promise.resolve(world?.[Symbol.asyncDispose]()).then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let status = 0;
  for (const bench of chosen) {
    say(`${bench.name} ...`);
    try {
      for (const measured of await runOne(bench, world)) print(measured, isJson);
    } catch (error) {
      say(`bench: ${bench.name} failed: ${(error as Error).message}`);
      status = 1;
    }
  }
  await world?.[Symbol.asyncDispose]();
  return status;
}

const needsWorld = (bench: Bench | OwnBench): bench is Bench => 'run' in bench;

async function runOne(bench: Bench | OwnBench, world: World | null): Promise<readonly Measured[]> {
  if (!needsWorld(bench)) return bench.runAlone();
  return world === null ? [] : bench.run(world);
}

function print(measured: Measured, isJson: boolean): void {
  process.stdout.write(`${isJson ? JSON.stringify(measured) : asText(measured)}\n`);
}

function asText({ name, value, unit, promise, holds, detail }: Measured): string {
  const seen = Object.entries(detail).map(([key, found]) => `${key} ${found}`);
  const first = `${holds ? 'holds ' : 'MISSED'}  ${name.padEnd(28)} ${String(value).padStart(8)} ${unit.padEnd(16)}`;
  return `${first} promise: ${promise}\n${' '.repeat(8)}${seen.join(' · ')}`;
}

process.exit(await main());
