import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Measured } from './bench.ts';
import { openHosted, type Hosted } from './hosted.ts';
import { naivePull } from './naive-pull.ts';
import { watchMemory, type MemorySeen } from './watch-memory.ts';
import { watchDuring, type WaitsSeen } from './watch-during.ts';
import { median, p99, round, timed, worst } from './stats.ts';
import type { World } from './world.ts';

/** Two of the large ones keep the whole run under ten minutes. */
const REPETITIONS = { small: 3, full: 2 } as const;
const SETTING = 'engine and reader in threads, server and sandbox in processes of their own';

/** The first pull of everything, beside the naive way; then once more with somebody working meanwhile. */
export const plainPull: Bench = {
  name: 'plain-pull',
  async run(world) {
    const [own, naive]: [Spent[], Spent[]] = [[], []];
    const memory: MemorySeen[] = [];
    for (let repetition = 0; repetition < REPETITIONS[world.size]; repetition += 1) {
      naive.push(await spent(() => naivePull(world.bareUrl, join(world.folder, 'naive.db'))));
      const watch = watchMemory();
      own.push((await pullOnce(world)).pull);
      memory.push(watch.stop());
    }
    const { pull, waits } = await pullOnce(world, (hosted) => watchDuring(world, hosted));
    const busy = { ...waits, pullMs: pull.wallMs } as WaitsSeen & { readonly pullMs: number };
    return [speed(world, own, naive), memoryOf(memory), commandWait(busy), readWait(busy)];
  },
};

async function pullOnce(
  world: World,
  watch?: (hosted: Hosted) => Promise<{ stop(): Promise<WaitsSeen> }>,
): Promise<{ readonly pull: Spent; readonly waits?: WaitsSeen }> {
  const dataDir = world.emptyFolder();
  try {
    await using hosted = await openHosted(world, dataDir);
    let watching: Awaited<ReturnType<typeof watchDuring>> | undefined;
    const pull = await spent(async () => {
      await hosted.signIn();
      watching = await watch?.(hosted);
      const outcome = await hosted.call.sync.now();
      if (outcome.kind !== 'done') throw new Error(`The pull stopped: ${outcome.message}`);
    });
    return watching ? { pull, waits: await watching.stop() } : { pull };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Spent {
  readonly wallMs: number;
  /** Of this process, its threads included; the servers' is not in it. Other programs' load hardly moves it. */
  readonly cpuMs: number;
}

async function spent(run: () => Promise<unknown>): Promise<Spent> {
  const before = process.cpuUsage();
  const wallMs = await timed(run);
  const { user, system } = process.cpuUsage(before);
  return { wallMs, cpuMs: (user + system) / 1000 };
}

const ratioOf = (naive: readonly Spent[], own: readonly Spent[], of: keyof Spent): number =>
  median(naive.map((each, index) => each[of] / (own[index]?.[of] ?? Infinity)));
const seconds = (runs: readonly Spent[], of: keyof Spent): string => runs.map((run) => round(run[of] / 1000)).join('/');

function speed({ rowCount }: World, own: readonly Spent[], naive: readonly Spent[]): Measured {
  const ratio = ratioOf(naive, own, 'wallMs');
  return {
    name: 'plain-pull',
    value: Math.round(rowCount / (median(own.map(({ wallMs }) => wallMs)) / 1000)),
    unit: 'rows/s',
    ratioToRaw: round(ratio),
    promise: 'at least 0.45 of naive',
    holds: ratio >= 0.45,
    detail: {
      rows: rowCount,
      ownS: seconds(own, 'wallMs'),
      naiveS: seconds(naive, 'wallMs'),
      cpuRatio: round(ratioOf(naive, own, 'cpuMs')),
      ownCpuS: seconds(own, 'cpuMs'),
      naiveCpuS: seconds(naive, 'cpuMs'),
      setting: SETTING,
    },
  };
}

function memoryOf(seen: readonly MemorySeen[]): Measured {
  const late = median(seen.map(({ lateGrowthMiB }) => lateGrowthMiB));
  return {
    name: 'plain-pull-memory',
    value: round(late),
    unit: 'MiB late growth',
    promise: 'flat: the second half of the pull peaks at most 64 MiB above the first',
    holds: late <= 64,
    detail: { peakGrowthMiB: round(median(seen.map(({ peakGrowthMiB }) => peakGrowthMiB))), setting: SETTING },
  };
}

function commandWait({ commands, fsyncs, pullMs }: WaitsSeen & { readonly pullMs: number }): Measured {
  const value = round(worst(commands));
  return {
    name: 'plain-pull-command',
    value,
    unit: 'ms longest wait',
    promise: 'no local command waits over 50 ms during a pull',
    holds: value <= 50,
    detail: {
      commands: commands.length,
      p50: round(median(commands)),
      p99: round(p99(commands)),
      bareFsyncP50: round(median(fsyncs)),
      bareFsyncWorst: round(worst(fsyncs)),
      pullS: round(pullMs / 1000),
      setting: SETTING,
    },
  };
}

function readWait({ reads, echoes }: WaitsSeen): Measured {
  const value = round(p99(reads));
  return {
    name: 'plain-pull-reads',
    value,
    unit: 'ms p99',
    promise: 'pages, timeline, board and search during a pull: p99 under 16 ms',
    holds: value < 16,
    detail: {
      reads: reads.length,
      p50: round(median(reads)),
      worst: round(worst(reads)),
      bareEchoP50: round(median(echoes)),
      bareEchoP99: round(p99(echoes)),
      bareEchoWorst: round(worst(echoes)),
      setting: SETTING,
    },
  };
}
