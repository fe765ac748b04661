/** Six scores of 1-5 that decide where data should live (seed, "Decision Matrix Criteria"). */
interface Scores {
  readonly criticality: number;
  readonly accessFrequency: number;
  readonly updateFrequency: number;
  readonly dataVolume: number;
  readonly relationships: number;
  readonly compliance: number;
}

type Verdict = 'store' | 'cache' | 'fetch';

/** `replica`: on both sides, with the server's rows on the laptop. `cache`: the wrapper's, with a time stamp. `live`: asked each time. */
export type Placement =
  | { readonly kind: 'replica' }
  | { readonly kind: 'cache'; readonly ttlMs: number }
  | { readonly kind: 'live' };

export interface DataType {
  readonly name: string;
  readonly scores: Scores;
  /** What the seed itself says: its sum, and what it decides in its heading. Extensions have none. */
  readonly seed: { readonly total: number; readonly decides: string } | null;
  readonly placement: Placement;
  /** Why the placement is not what the rule says, or what else has to be known about it; null where nothing has. */
  readonly reason: string | null;
  /** False while no table, cache or call holds it yet. */
  readonly isBuilt: boolean;
}

const scores = (
  ...[criticality, accessFrequency, updateFrequency, dataVolume, relationships, compliance]: readonly [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
): Scores => ({ criticality, accessFrequency, updateFrequency, dataVolume, relationships, compliance });

const MINUTE_MS = 60_000;
const replica: Placement = { kind: 'replica' };
const live: Placement = { kind: 'live' };
const cache = (minutes: number): Placement => ({ kind: 'cache', ttlMs: minutes * MINUTE_MS });

const OWNED = 'The CRM is the owner, so there is nobody to cache it from, and it is written offline.';

/** The 16 data types of the seed, with its scores as declared, and the types that Satchel adds, scored by Satchel. */
export const DATA_TYPES = {
  contacts: {
    name: 'Contacts',
    scores: scores(5, 5, 3, 4, 4, 5),
    seed: { total: 26, decides: 'store' },
    placement: replica,
    reason: null,
    isBuilt: true,
  },
  deals: {
    name: 'Deals',
    scores: scores(5, 5, 4, 3, 5, 5),
    seed: { total: 27, decides: 'store' },
    placement: replica,
    reason: null,
    isBuilt: true,
  },
  activities: {
    name: 'Activities',
    scores: scores(5, 4, 5, 5, 4, 5),
    seed: { total: 28, decides: 'store' },
    placement: replica,
    reason: null,
    isBuilt: true,
  },
  notes: {
    name: 'Notes',
    scores: scores(4, 4, 4, 4, 3, 5),
    seed: { total: 24, decides: 'store' },
    placement: replica,
    reason: `${OWNED} The brief stores it too, against its own rule.`,
    isBuilt: true,
  },
  tasks: {
    name: 'Tasks',
    scores: scores(4, 5, 4, 2, 4, 3),
    seed: { total: 22, decides: 'store' },
    placement: replica,
    reason: `${OWNED} The brief stores it too, against its own rule.`,
    isBuilt: true,
  },
  files: {
    name: 'Files',
    scores: scores(3, 3, 2, 5, 3, 5),
    seed: { total: 21, decides: 'store' },
    placement: replica,
    reason: `${OWNED} Rows in the replica, contents on demand. The brief stores it too, against its own rule.`,
    isBuilt: false,
  },
  'custom-fields': {
    name: 'Custom fields',
    scores: scores(4, 5, 1, 3, 4, 4),
    seed: { total: 21, decides: 'store' },
    placement: replica,
    reason: `${OWNED} Values are part of their record; definitions are not there yet. The brief stores it too, against its own rule.`,
    isBuilt: true,
  },
  audit: {
    name: 'Audit log',
    scores: scores(5, 2, 5, 5, 3, 5),
    seed: { total: 25, decides: 'store' },
    placement: replica,
    reason: `${OWNED} The brief calls 25 "store" here, but its rule stores only above 25.`,
    isBuilt: true,
  },
  preferences: {
    name: 'User preferences',
    scores: scores(3, 5, 1, 1, 1, 2),
    seed: { total: 13, decides: 'fetch, then store' },
    placement: replica,
    reason:
      'The account service has no call for them, and they are needed at the first screen, offline too. The brief recalculates 18, ' +
      'which none of its scores add up to, and which would still be "fetch".',
    isBuilt: true,
  },
  employees: {
    name: 'Employee profiles',
    scores: scores(4, 4, 2, 2, 2, 3),
    seed: { total: 17, decides: 'fetch + cache' },
    placement: cache(60),
    reason:
      'Names stand on every list and have to be there offline. The brief caches it too, though its rule fetches below 20.',
    isBuilt: true,
  },
  organisation: {
    name: 'Organisation hierarchy',
    scores: scores(5, 5, 3, 2, 4, 4),
    seed: { total: 23, decides: 'fetch + cache' },
    placement: cache(15),
    reason: null,
    isBuilt: true,
  },
  roles: {
    name: 'Roles',
    scores: scores(4, 4, 2, 1, 3, 4),
    seed: { total: 18, decides: 'fetch + cache' },
    placement: cache(30),
    reason:
      'Shown and never decided by: what may be done comes from permissions. The brief caches it too, though its rule fetches below 20.',
    isBuilt: true,
  },
  permissions: {
    name: 'Permissions',
    scores: scores(5, 5, 4, 2, 4, 5),
    seed: { total: 25, decides: 'fetch in real time' },
    placement: live,
    reason:
      'A stored permission is one that was taken away. The last live answer is kept only as the snapshot of the offline ' +
      'window. The brief decides "real time", sums to "store" and shows a cache of 5 minutes; see decision 0001.',
    isBuilt: true,
  },
  'credit-config': {
    name: 'Credit configuration',
    scores: scores(4, 3, 2, 1, 2, 3),
    seed: { total: 15, decides: 'fetch + cache' },
    placement: cache(60),
    reason:
      'Prices are shown before every priced command; never alone a reason to allow one. The brief caches it too, though its rule fetches below 20.',
    isBuilt: true,
  },
  credits: {
    name: 'Credits and usage',
    scores: scores(5, 5, 5, 1, 1, 4),
    seed: { total: 21, decides: 'fetch in real time' },
    placement: live,
    reason: 'A cached balance is spent twice. The brief decides "real time" and sums to "cache".',
    isBuilt: true,
  },
  'tenant-config': {
    name: 'Tenant configuration',
    scores: scores(4, 3, 1, 1, 1, 3),
    seed: { total: 13, decides: 'fetch + cache' },
    placement: cache(24 * 60),
    reason:
      'Currency, features and the length of the window are needed offline; asked at every sign-in. The brief caches it too, though its rule fetches below 20.',
    isBuilt: true,
  },
  companies: {
    name: 'Companies',
    scores: scores(5, 5, 2, 3, 5, 4),
    seed: null,
    placement: replica,
    reason: `${OWNED} The brief has a company only as a text of the contact; see decision 0004.`,
    isBuilt: true,
  },
  pipelines: {
    name: 'Pipelines',
    scores: scores(5, 5, 1, 1, 4, 3),
    seed: null,
    placement: replica,
    reason: `${OWNED} Without its stages no deal can be shown or moved.`,
    isBuilt: true,
  },
  views: {
    name: 'Saved views',
    scores: scores(3, 5, 2, 1, 2, 1),
    seed: null,
    placement: replica,
    reason: OWNED,
    isBuilt: false,
  },
} as const satisfies Record<string, DataType>;

export type DataTypeId = keyof typeof DATA_TYPES;
/** Queue, sync state, sessions and the like: no data of the CRM's users, so nothing to score. */
export type Held = DataTypeId | 'infrastructure';

export const scoreOf = (given: Scores): number =>
  Object.values(given).reduce((sum: number, score: number) => sum + score, 0);

/** The seed's rule: over 25 store, 20-25 cache, under 20 fetch. */
export function verdictOf(given: Scores): Verdict {
  const score = scoreOf(given);
  if (score > 25) return 'store';
  return score >= 20 ? 'cache' : 'fetch';
}

const MET_BY = { store: 'replica', cache: 'cache', fetch: 'live' } as const;

/** Whether the placement is what the rule says. */
export const isByRule = ({ scores: given, placement }: DataType): boolean =>
  MET_BY[verdictOf(given)] === placement.kind;
