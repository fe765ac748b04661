import type { GroupClock } from '../../merge/merge-group.ts';
import type { GroupValue } from '../../model/field-groups.ts';
import type { Kind } from '../../model/kinds/all-kinds.ts';
import type { AnyRow, RecordRef } from '../../model/row.ts';
import type { PushVerdict } from '../../protocol/push.ts';
import type { Bucket } from '../../protocol/sums.ts';
import type { Feature } from '../../wrapper-api/billing.ts';
import type { AccessRow, AccessRowsPage, AccessRowsQuery } from './access-rows.ts';

/** By field group; `*` is the creation and holds for every group that was not written since. */
export type GroupClocks = Readonly<Record<string, GroupClock>>;

export interface StoredRow {
  readonly kind: Kind;
  readonly row: AnyRow;
  readonly seq: number;
  readonly clocks: GroupClocks;
  readonly lastMutationId: string;
  readonly lastActorId: string;
  readonly lastAtMs: number;
}

export interface Remembered {
  readonly mutationId: string;
  readonly actorId: string;
  readonly argsHash: string;
  readonly verdict: PushVerdict;
  /** Highest number the mutation was given; 0 where it wrote nothing. */
  readonly seq: number;
  readonly values: RememberedValues;
  readonly atMs: number;
}

/** Group values by group key, and the number each row was given under `seq:kind:id`. */
export type RememberedValues = Readonly<Record<string, GroupValue | number>>;

/** `open` and `consumed` wait for their effect; `refund` waits for the sweeper; the others are final. */
export type ChargeState = 'open' | 'consumed' | 'settled' | 'refund' | 'refunded';

export interface ChargeIntent {
  readonly tenantId: string;
  readonly mutationId: string;
  /** Rises each time an earlier key was given back, because such a key can never be consumed again. */
  readonly attempt: number;
  readonly key: string;
  readonly feature: Feature;
  readonly count: number;
  readonly amountMilli: number;
  readonly state: ChargeState;
  readonly updatedAtMs: number;
}

export interface ChargeChange {
  readonly mutationId: string;
  readonly attempt: number;
  readonly state: ChargeState;
}

export interface EmailKey {
  readonly email: string;
  readonly contactId: string;
}

/** A row that went from one unit to another; readers of the old one alone get a tombstone under this number. */
export interface UnitMove extends RecordRef {
  readonly fromOrgId: string;
  readonly toOrgId: string;
  readonly seq: number;
}

/** Everything that one group of pushes writes, decided before the transaction. */
export interface GroupWrite {
  readonly tenantId: string;
  /** The tenant's head when the rows were read. Every write raises it, so it stands for all rows that were read. */
  readonly expectedHead: number;
  readonly head: number;
  readonly rows: readonly StoredRow[];
  /** In the order of their numbers. */
  readonly moves: readonly UnitMove[];
  readonly emailsAdded: readonly EmailKey[];
  readonly emailsRemoved: readonly EmailKey[];
  readonly remembered: readonly Remembered[];
  readonly charges: readonly ChargeChange[];
  readonly atMs: number;
}

/** `moved`: somebody wrote in between. `charge-gone`: that intent was given back in between. Nothing was written. */
export type CommitOutcome =
  | { readonly kind: 'committed' }
  | { readonly kind: 'moved' }
  | { readonly kind: 'charge-gone'; readonly mutationId: string };

export interface PageQuery {
  readonly tenantId: string;
  /** Rows with `fromSeq < seq <= toSeq`. */
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Sees rows of these units and of the whole tenant. */
  readonly units: readonly string[];
  /** Only rows of this one unit (a back-fill). */
  readonly onlyUnit?: string;
  readonly kinds?: readonly string[] | undefined;
  readonly limit: number;
}

export interface RowPage {
  /** The rows as JSON array elements, joined by commas, UTF-8. */
  readonly json: Buffer;
  readonly count: number;
  /** Number of the last row; `toSeq` when the page reached it. */
  readonly lastSeq: number;
  readonly isComplete: boolean;
}

export interface BucketQuery {
  readonly tenantId: string;
  /** The reader's, for `changedSince`. */
  readonly units: readonly string[];
  /** `changedSince` names what has a number above this one. */
  readonly seq: number;
  readonly changedLimit: number;
  /** Read in this order until `limit` rows are found. */
  readonly buckets: readonly Bucket[];
  readonly limit: number;
}

/** A row as it is stored; `body` is its JSON text. */
export interface CountedRow {
  readonly kind: string;
  readonly id: string;
  readonly seq: number;
  readonly orgId: string | null;
  readonly isDeleted: boolean;
  readonly body: string;
}

export interface BucketRead {
  /** Those that were reached; the last one ends earlier than asked when there were too many rows. */
  readonly buckets: readonly { readonly bucket: Bucket; readonly rows: readonly CountedRow[] }[];
  /** `kind:id` of rows in sight, or that just left it. */
  readonly changedSince: readonly string[];
  readonly tombstonesUpTo: number;
}

/** What compaction has taken away from a tenant. */
export interface Limits {
  /** Tombstones up to this number may be gone. */
  readonly safeSeq: number;
  /** Answers given while the head was at most here may be forgotten. */
  readonly answersSeq: number;
}

export interface CacheEntry {
  readonly key: string;
  readonly value: unknown;
  readonly etag: string | null;
  readonly cachedAtMs: number;
  readonly expiresAtMs: number;
}

export interface TakenWebhook {
  readonly id: string;
  /** JSON of the event. */
  readonly body: string;
  readonly atMs: number;
}

export interface News {
  readonly hasChanged: boolean;
  /** Bodies of webhooks that others took, in their order; each is given out once. */
  readonly webhooks: readonly string[];
}

/** The whole server in numbers, for its operator; no tenant can be told from it. */
export interface Standing {
  readonly tenants: number;
  /** Sum of the heads of all tenants: rises by one with every row that is written. */
  readonly changes: number;
  /** Charges without an end: neither an effect nor given back. */
  readonly openCharges: number;
  readonly oldestOpenChargeAtMs: number | null;
}

/**
 * The server's database. Every method is one transaction of its own, and none spans two calls.
 * @throws SatchelError or the driver's error; nothing is written then
 */
export interface Store {
  close(): Promise<void>;
  /** @throws when the database does not answer */
  ping(): Promise<void>;
  epoch(): Promise<string>;
  /** A new epoch: the database is not the history that replicas were made from. */
  rotateEpoch(): Promise<string>;
  head(tenantId: string): Promise<number>;
  standing(): Promise<Standing>;
  /** Names of the newest starts on this database, newest last. */
  boots(): Promise<readonly string[]>;
  /** The last number that the newest of these boots reached for a tenant; undefined when none of them is known. */
  lastSeqOf(tenantId: string, boots: readonly string[]): Promise<number | undefined>;
  limits(tenantId: string): Promise<Limits>;
  /** Notes where the head of every tenant is, for compactions to come. */
  markHeads(atMs: number): Promise<void>;
  tenants(): Promise<readonly string[]>;
  /** Takes away at most `limit` tombstones of both kinds from before a time. @returns whether none is left */
  compactTombstones(tenantId: string, olderThanMs: number, limit: number): Promise<boolean>;
  /** Forgets at most `limit` answers of all tenants from before a time. @returns whether none is left */
  compactAnswers(olderThanMs: number, limit: number): Promise<boolean>;
  /** Drops marks that no compaction of times after this one needs. */
  dropMarks(olderThanMs: number): Promise<void>;
  readRows(tenantId: string, refs: readonly RecordRef[]): Promise<readonly StoredRow[]>;
  /** Activities, notes and tasks that follow these records into their unit, and the history of these records. */
  readHanging(tenantId: string, ids: readonly string[]): Promise<readonly StoredRow[]>;
  readRemembered(tenantId: string, mutationIds: readonly string[]): Promise<readonly Remembered[]>;
  readEmails(tenantId: string, emails: readonly string[]): Promise<readonly EmailKey[]>;
  commitGroup(write: GroupWrite): Promise<CommitOutcome>;
  readPage(query: PageQuery): Promise<RowPage>;
  countRows(query: Omit<PageQuery, 'limit'>): Promise<number>;
  /** Whole rows by unit and number, and what of them changed meanwhile, of one state of the database. */
  readBuckets(query: BucketQuery): Promise<BucketRead>;
  /** The intents of these mutations, all attempts. */
  readIntents(tenantId: string, mutationIds: readonly string[]): Promise<readonly ChargeIntent[]>;
  /** Inserts new intents and refreshes the time of known ones; a known one's content and state stay. */
  openIntents(intents: readonly ChargeIntent[]): Promise<void>;
  /** Marks for refund what is undecided of these mutations, and an intent that nobody here knows. */
  giveBack(intents: readonly ChargeIntent[], atMs: number): Promise<void>;
  /** Only from one of `from`; returns whether it did. */
  moveIntent(tenantId: string, change: ChargeChange, from: readonly ChargeState[], atMs: number): Promise<boolean>;
  /** Intents to give back: those marked, and those open without an effect since before `olderThanMs`. */
  dueRefunds(olderThanMs: number, limit: number): Promise<readonly ChargeIntent[]>;
  readCache(key: string): Promise<CacheEntry | undefined>;
  writeCache(entry: CacheEntry): Promise<void>;
  dropCache(keys: readonly string[]): Promise<void>;
  /** Keeps a webhook for all processes on this database. @returns false when its id was seen before */
  takeWebhook(webhook: TakenWebhook): Promise<boolean>;
  /** What other processes on this database did since the last call. Costs next to nothing when they did nothing. */
  news(): Promise<News>;
  /** Adds lines to the access log; one whose id that employee has used is passed over. */
  appendAccess(rows: readonly AccessRow[]): Promise<void>;
  readAccess(query: AccessRowsQuery): Promise<AccessRowsPage>;
  /** Takes away at most `limit` lines of all tenants received before a time. @returns whether none is left */
  compactAccess(olderThanMs: number, limit: number): Promise<boolean>;
  /** Rows of an empty tenant in their order; numbers are given here. @throws SatchelError BAD_REQUEST when not empty */
  loadRows(tenantId: string, rows: Iterable<{ readonly kind: Kind; readonly row: AnyRow }>): Promise<number>;
}
