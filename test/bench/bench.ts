import type { World } from './world.ts';

/** One measured promise of the design, as `npm run bench -- --json` prints it. */
export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Against the bare way, measured in the same run; how it is meant stands in the promise. */
  readonly ratioToRaw?: number;
  readonly promise: string;
  readonly holds: boolean;
  /** The setting and what else was seen on the way. */
  readonly detail: Readonly<Record<string, number | string>>;
}

export interface Bench {
  readonly name: string;
  run(world: World): Promise<readonly Measured[]>;
}

/** Brings its own servers, so no world is made for it. */
export interface OwnBench {
  readonly name: string;
  runAlone(): Promise<readonly Measured[]>;
}
