import { rmSync } from 'node:fs';
import { v7 as uuidV7 } from 'uuid';
import type { Engine } from '../../main/engine/create-engine.ts';
import { openBareReplica, type BareReplica } from './bare-replica.ts';
import type { Bench, Measured } from './bench.ts';
import { median, p99, round, timed } from './stats.ts';
import type { World } from './world.ts';

const ROUNDS = { small: 300, full: 1500 } as const;

interface Command {
  readonly name: string;
  args(world: World, index: number): object;
}

const COMMANDS: readonly Command[] = [
  {
    name: 'activities.log',
    args: (world, index) => ({
      activityId: uuidV7(),
      contactId: sampleId(world, 'contact', index),
      type: 'call',
      subject: 'Asked about delivery times',
      description: 'The old supplier needs eight weeks; wants a second quotation with three years of service.',
      durationMin: 12,
    }),
  },
  {
    name: 'deals.edit',
    args: (world, index) => ({
      dealId: sampleId(world, 'deal', index),
      set: { title: `Inspection line ${index}`, valueMinor: 1_000_000 + index, nextStep: 'Send offer' },
    }),
  },
];

function sampleId({ samples }: World, kind: 'contact' | 'deal', index: number): string {
  const rows = samples.get(kind) ?? [];
  return rows[index % rows.length]?.id ?? '';
}

/** A durable command, beside one transaction that writes the same rows with the same pragmas and nothing else. */
export const localCommand: Bench = {
  name: 'local-command',
  async run(world) {
    const [ownDir, bareDir] = [await world.filledFolder(), await world.filledFolder()];
    const engine = await world.engine(ownDir);
    await engine.call.sync.workOffline({ isOn: true });
    const bare = await openBareReplica(bareDir);
    const measured: Measured[] = [];
    for (const command of COMMANDS) measured.push(...(await compare(world, { engine, bare, command })));
    bare.close();
    await engine.close();
    for (const dir of [ownDir, bareDir]) rmSync(dir, { recursive: true, force: true });
    return measured;
  },
};

interface Sides {
  readonly engine: Engine;
  readonly bare: BareReplica;
  readonly command: Command;
}

async function compare(world: World, { engine, bare, command }: Sides): Promise<readonly Measured[]> {
  const run = async (index: number): Promise<string> => {
    const { status, mutationId } = await engine.call.mutations.run({
      name: command.name,
      args: command.args(world, index),
    });
    if (status !== 'applied') throw new Error(`${command.name} was ${status}.`);
    return mutationId;
  };
  const { read } = engine.appContext.signedIn().user.db;
  const writeSame = bare.copyOf(read, await run(0));
  const [own, raw]: [number[], number[]] = [[], []];
  for (let index = 1; index <= ROUNDS[world.size]; index += 1) {
    own.push(await timed(() => run(index)));
    raw.push(await timed(async () => writeSame(index)));
  }
  return [measuredOf(command, 'p50', own, raw), measuredOf(command, 'p99', own, raw)];
}

const LIMITS = { p50: 4, p99: 3 } as const;

function measuredOf({ name }: Command, at: 'p50' | 'p99', own: readonly number[], raw: readonly number[]): Measured {
  const of = at === 'p50' ? median : p99;
  const ratio = of(own) / of(raw);
  return {
    name: `local-command ${name} ${at}`,
    value: round(of(own)),
    unit: 'ms',
    ratioToRaw: round(ratio),
    promise: `at most ${LIMITS[at]} times the bare FULL transaction of the same rows`,
    holds: ratio <= LIMITS[at],
    detail: { bareMs: round(of(raw)), commands: own.length, setting: 'engine.call in one thread, working offline' },
  };
}
