import { seededRandom } from '../../resources/scripts/demo-data/seeded-random.ts';
import type { Faults } from '../wrapper-sandbox/faults.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const HOURS = 8;
const OPERATIONS = 300;
const SEED = 20_260_302;

/** What a salesperson does, with how often of a hundred. Whoever changes a record looks at it first. */
const SHARES = {
  'open-contact': 24,
  'open-deal': 10,
  list: 9,
  board: 8,
  search: 9,
  today: 8,
  'edit-contact': 8,
  note: 8,
  activity: 6,
  task: 3,
  'edit-deal': 2,
  'new-contact': 2,
  'new-deal': 1,
  'delete-contact': 2,
} as const;
export type OperationKind = keyof typeof SHARES;

export interface Operation {
  readonly kind: OperationKind;
  /** 0-1: which record. */
  readonly pick: number;
  /** In what is typed, and nowhere else. */
  readonly mark: string;
}

export type Trouble =
  | { readonly kind: 'wrapper'; readonly faults: Faults }
  | { readonly kind: 'server-away' }
  | { readonly kind: 'no-network' }
  | { readonly kind: 'role-taken' }
  /** An administrator ends the session; the user signs in again two minutes later. */
  | { readonly kind: 'revoked' };

interface Phase {
  readonly fromMin: number;
  readonly untilMin: number;
  readonly trouble: Trouble;
}

const wrapper = (faults: Faults): Trouble => ({ kind: 'wrapper', faults });

/** In the order of the day. The session is ended while changes wait for a server that is away. */
const PHASES: readonly Phase[] = [
  { fromMin: 35, untilMin: 55, trouble: wrapper({ latencyMs: 600 }) },
  { fromMin: 75, untilMin: 83, trouble: wrapper({ outage: true }) },
  { fromMin: 110, untilMin: 125, trouble: wrapper({ rateLimit: { perSecond: 2, retryAfterS: 3 } }) },
  { fromMin: 150, untilMin: 154, trouble: wrapper({ latencyMs: 3_000 }) },
  { fromMin: 180, untilMin: 186, trouble: { kind: 'server-away' } },
  { fromMin: 205, untilMin: 235, trouble: { kind: 'role-taken' } },
  { fromMin: 258, untilMin: 262, trouble: { kind: 'server-away' } },
  { fromMin: 259, untilMin: 262, trouble: { kind: 'revoked' } },
  { fromMin: 300, untilMin: 340, trouble: { kind: 'no-network' } },
  { fromMin: 380, untilMin: 410, trouble: wrapper({ errorRate: 0.2 }) },
  { fromMin: 430, untilMin: 433, trouble: wrapper({ captivePortal: true }) },
];

/** What has to happen in the middle of a trouble, whatever the dice say. */
const APPOINTED: readonly { readonly atMin: number; readonly kind: OperationKind }[] = [
  { atMin: 78, kind: 'new-contact' },
  { atMin: 182, kind: 'note' },
  { atMin: 215, kind: 'delete-contact' },
  { atMin: 220, kind: 'new-deal' },
  { atMin: 258.5, kind: 'note' },
  { atMin: 312, kind: 'new-contact' },
  { atMin: 335, kind: 'note' },
];

/** `atMs` is since the start of the day. */
export type Happening =
  /** Somebody reads the measurements. */
  | { readonly atMs: number; readonly kind: 'look' }
  | { readonly atMs: number; readonly kind: 'operation'; readonly operation: Operation }
  | { readonly atMs: number; readonly kind: 'begins' | 'ends'; readonly trouble: Trouble };

/** The same day every time. */
export function fieldDayTrace(): readonly Happening[] {
  const random = seededRandom(SEED);
  const byChance = Array.from({ length: OPERATIONS - APPOINTED.length }, () => ({
    atMs: Math.round(random() * (HOURS * HOUR_MS - 2 * MINUTE_MS)),
    kind: kindFor(random()),
  }));
  const appointed = APPOINTED.map(({ atMin, kind }) => ({ atMs: atMin * MINUTE_MS, kind }));
  const operations = [...byChance, ...appointed]
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ atMs, kind }, index): Happening => {
      const mark = `mark${String(index).padStart(3, '0')}`;
      return { atMs, kind: 'operation', operation: { kind, pick: random(), mark } };
    });
  const troubles = PHASES.flatMap(({ fromMin, untilMin, trouble }): Happening[] => [
    { atMs: fromMin * MINUTE_MS, kind: 'begins', trouble },
    { atMs: untilMin * MINUTE_MS, kind: 'ends', trouble },
  ]);
  const looks = Array.from({ length: HOURS }, (_, hour): Happening => ({ atMs: (hour + 1) * HOUR_MS, kind: 'look' }));
  return [...operations, ...troubles, ...looks].toSorted((a, b) => a.atMs - b.atMs);
}

const KINDS = Object.entries(SHARES).flatMap(([kind, share]) =>
  Array.from({ length: share }, () => kind as OperationKind),
);

const kindFor = (chance: number): OperationKind => KINDS[Math.floor(chance * KINDS.length)] ?? 'list';

/** @param afterMs since the start of the day; the minute in which it comes back counts as without */
export const isWithoutNetwork = (afterMs: number): boolean =>
  PHASES.some(
    ({ trouble, fromMin, untilMin }) =>
      trouble.kind === 'no-network' && afterMs >= fromMin * MINUTE_MS && afterMs <= untilMin * MINUTE_MS,
  );
