import type { DataType } from '../../sync/model/placement.ts';
import type { PlacementHint } from '../contract/health.ts';

/** A measured number becomes a score of 1-5 by how many of these it reaches; one step is a factor of ten. */
const READS_A_DAY = [1, 10, 100, 1_000] as const;
const ROWS = [100, 1_000, 10_000, 100_000] as const;
/** Scores are estimates; one step apart is agreement. */
const TOO_FAR = 2;

const scoreFor = (value: number, steps: readonly number[]): number => 1 + steps.filter((step) => value >= step).length;

/** Where use and declaration disagree. How much a tenant holds is judged for what lies in the replica only. */
export function hintsOf(
  { scores, placement }: Pick<DataType, 'scores' | 'placement'>,
  { readsADay, rows }: { readonly readsADay: number | null; readonly rows: number | null },
): readonly PlacementHint[] {
  const found = [
    ...(readsADay === null ? [] : [{ score: 'accessFrequency', measured: scoreFor(readsADay, READS_A_DAY) } as const]),
    ...(rows === null || placement.kind !== 'replica'
      ? []
      : [{ score: 'dataVolume', measured: scoreFor(rows, ROWS) } as const]),
  ];
  return found
    .map(({ score, measured }) => ({ score, declared: scores[score], measured }))
    .filter(({ declared, measured }) => Math.abs(declared - measured) >= TOO_FAR);
}
