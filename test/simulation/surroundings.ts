import type { Dice } from '../../resources/scripts/demo-data/seeded-random.ts';
import type { LineCounts, Service } from './line.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What happened to a world, for the floors that tell a rough run from a tame one. */
export interface Counts {
  readonly lines: LineCounts;
  commands: number;
  engineKills: number;
  engineRestarts: number;
  serverKills: number;
  serverRestarts: number;
  serverRestores: number;
  partitions: number;
  clockJumps: number;
  scopeChanges: number;
  permissionChanges: number;
  creditDroughts: number;
  wrapperOutages: number;
  /** Sessions that ended and had to be begun again. */
  signIns: number;
  compactions: number;
  /** Times that somebody named the ids of another tenant. */
  intrusions: number;
}

/** What everything in one world shares. */
export interface Surroundings {
  readonly time: VirtualTime;
  /** Wall time of the world's start. */
  readonly epochMs: number;
  readonly dice: Dice;
  readonly counts: Counts;
  readonly wrapper: Service;
}

export const noCounts = (): Counts => ({
  lines: { requests: 0, dropped: 0, lost: 0, doubled: 0, delayed: 0, refused: 0, shared: 0 },
  commands: 0,
  engineKills: 0,
  engineRestarts: 0,
  serverKills: 0,
  serverRestarts: 0,
  serverRestores: 0,
  partitions: 0,
  clockJumps: 0,
  scopeChanges: 0,
  permissionChanges: 0,
  creditDroughts: 0,
  wrapperOutages: 0,
  signIns: 0,
  compactions: 0,
  intrusions: 0,
});
