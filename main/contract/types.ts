import type { ErrorCode } from '../../sync/protocol/error-codes.ts';
import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { Row } from '../../sync/model/row.ts';
import type { GroupConflict, MergeNote } from './conflict.ts';
import type { WritePass } from '../../sync/model/envelope.ts';
import type { Words } from '../../sync/model/mutations/define-mutation.ts';

/**
 * What is pending on a row, strongest first: `parked` needs the user, `draft` waits for a live check or was written
 * after the window, `checking` waits for an answer that is under way, `waiting` goes out by itself.
 */
export type Pending = 'parked' | 'draft' | 'checking' | 'waiting';

/** A row of the replica as the window shows it: the server's row with the user's pending changes on top. */
export type ReplicaRow<K extends Kind> = Row<K> & {
  readonly pending: Pending | null;
  readonly localSeq: number;
  /** The server's sequence number of the row; null for one that only exists here. */
  readonly serverSeq: number | null;
};

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Give it as `after` for the next page; null at the end. */
  readonly next: string | null;
  /** Rows that match in all; only counted on the first page, null on the others. */
  readonly total: number | null;
}

export type OutboxState = 'queued' | 'sending' | 'acknowledged' | 'held' | 'parked' | 'discarded';

export interface OutboxReason {
  readonly code: ErrorCode | 'WINDOW_OVER' | 'NEEDS_LIVE_CHECK' | 'HELD_BY_USER' | 'BEHIND_DRAFT';
  readonly message: string;
  readonly field?: string;
  readonly conflicts?: readonly GroupConflict[];
  /** The change that this one waits for. */
  readonly by?: string;
}

/** One change in the queue, in words and with everything a person needs to decide about it. */
export interface OutboxItem {
  readonly mutationId: string;
  readonly name: string;
  readonly args: unknown;
  readonly state: OutboxState;
  /** It counts only once the server has answered: a live permission or a price. */
  readonly isLive: boolean;
  readonly isHeldByUser: boolean;
  readonly words: Words;
  readonly differences: readonly FieldDifference[];
  readonly records: readonly { readonly kind: Kind; readonly id: string }[];
  readonly reason: OutboxReason | null;
  /** Unacknowledged changes that have to go first. */
  readonly after: readonly string[];
  readonly pass: WritePass;
  readonly wallMs: number;
  readonly sentAtMs: number | null;
  readonly decidedAtMs: number | null;
  readonly attempts: number;
  readonly serverSeq: number | null;
  readonly notes: readonly MergeNote[];
  readonly localSeq: number;
}

export interface FieldDifference {
  readonly kind: Kind;
  readonly id: string;
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

export type RunStatus = 'applied' | 'checking' | 'held' | 'refused';

export interface RunResult {
  readonly status: RunStatus;
  readonly mutationId: string;
  readonly code?: OutboxReason['code'];
  readonly message?: string;
  /** The argument that a form should mark. */
  readonly field?: string;
  /** The change that takes this one back once it was sent; absent where there is none. */
  readonly inverse?: { readonly name: string; readonly args: unknown };
  readonly pass: WritePass;
}

/** Whether a write may be made now, and if not: why and what unblocks it. */
export interface Explanation {
  readonly status: RunStatus;
  readonly code: OutboxReason['code'] | null;
  readonly message: string;
  readonly unblocks: string | null;
  readonly pass: WritePass;
}

export type ConnectionKind = 'online' | 'wrapper-away' | 'server-away' | 'offline' | 'read-only' | 'signed-out';

export interface SyncStatus {
  readonly connection: ConnectionKind;
  /** The user's own switch. */
  readonly isWorkingOffline: boolean;
  /** Since when the connection is what it is. */
  readonly sinceMs: number;
  /** Milliseconds of writing left; the full window while online, 0 when over. */
  readonly windowLeftMs: number;
  readonly windowMs: number;
  readonly counts: {
    readonly queued: number;
    readonly sending: number;
    readonly held: number;
    readonly parked: number;
    readonly discarded: number;
    readonly acknowledged: number;
  };
  /** When the replica last stood at the server's head. */
  readonly upToDateAtMs: number | null;
  readonly seq: number;
  readonly head: number;
  /** The first pull has not reached the head yet. */
  readonly isFirstSync: boolean;
  readonly progress: { readonly rows: number; readonly total: number } | null;
  readonly lastError: { readonly code: ErrorCode; readonly message: string; readonly atMs: number } | null;
  /** The database was damaged and made anew; how much unsent work came back from the journal. */
  readonly recovery: { readonly atMs: number; readonly mutations: number; readonly forms: number } | null;
  readonly serverTimeMs: number | null;
}

/** Why `sync.now` ended. */
export type SyncOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped'; readonly code: ErrorCode; readonly message: string };

export type SessionStatus =
  | { readonly kind: 'signed-out'; readonly reason: 'never' | 'by-user' | 'revoked' | 'expired' }
  | {
      readonly kind: 'signed-in';
      readonly tenantId: string;
      readonly employeeId: string;
      readonly displayName: string | null;
      readonly tenantName: string | null;
      readonly roles: readonly string[];
      readonly orgIds: readonly string[];
      /** The account service refused the tokens: reading goes on, sending waits for a new sign-in. */
      readonly isSignInNeeded: boolean;
    };

export type TimelineEntry =
  | { readonly kind: 'activity'; readonly atMs: number; readonly id: string; readonly row: ReplicaRow<'activity'> }
  | { readonly kind: 'note'; readonly atMs: number; readonly id: string; readonly row: ReplicaRow<'note'> }
  | { readonly kind: 'task'; readonly atMs: number; readonly id: string; readonly row: ReplicaRow<'task'> }
  | { readonly kind: 'history'; readonly atMs: number; readonly id: string; readonly row: ReplicaRow<'history'> };

export interface SearchHit {
  readonly kind: 'contact' | 'company' | 'deal' | 'note' | 'task';
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly pending: Pending | null;
}

export interface CacheFreshness {
  readonly key: string;
  readonly topic: 'employee' | 'organisation' | 'roles' | 'tenant' | 'credit-config';
  readonly cachedAtMs: number;
  readonly expiresAtMs: number;
  readonly isStale: boolean;
}
