import type { ErrorCode } from '../../sync/protocol/error-codes.ts';
import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { Row } from '../../sync/model/row.ts';
import type { GroupConflict, MergeNote } from './conflict.ts';
import type { CreditShortage } from '../../sync/model/credit-rules.ts';
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
  /** The record that stands in the way: the contact that holds the e-mail address, where it is in reach. */
  readonly record?: { readonly kind: Kind; readonly id: string };
  /** The change that this one waits for. */
  readonly by?: string;
  /** Of credits or a limit that is not enough: how much is missing. */
  readonly shortage?: CreditShortage;
}

/** One change in the queue, in words and with everything a person needs to decide about it. */
export interface OutboxItem {
  readonly mutationId: string;
  /** The place in the queue. */
  readonly ordinal: number;
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
  /** What the server's own verdict rested on; null until it has decided. */
  readonly serverPass: WritePass | null;
  readonly wallMs: number;
  readonly sentAtMs: number | null;
  readonly decidedAtMs: number | null;
  readonly attempts: number;
  readonly serverSeq: number | null;
  readonly notes: readonly MergeNote[];
  /** What was added hangs on this record, which is deleted, and nobody has decided yet: it needs the user. */
  readonly deletedParent: { readonly kind: Kind; readonly id: string } | null;
  readonly localSeq: number;
}

/** What became of the drafts that were let go; kept until it is put away. */
export interface DraftSummary {
  /** When the last of them was let go. */
  readonly atMs: number;
  readonly appliedCount: number;
  /** Not answered yet. */
  readonly waitingCount: number;
  /** Not sent, because they build on one that was not applied. */
  readonly behindCount: number;
  /** Let go, and drafts again because the connection was lost before an answer. */
  readonly keptCount: number;
  /** Each with its reason. */
  readonly notApplied: readonly OutboxItem[];
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

/** How a change ended that waited for the user; nothing is `discarded` where what was added stays as it is. */
export type Resolved = RunResult | { readonly status: 'discarded'; readonly discarded: readonly string[] };

/** Whether a write may be made now, and if not: why and what unblocks it. */
export interface Explanation {
  readonly status: RunStatus;
  readonly code: OutboxReason['code'] | null;
  readonly message: string;
  readonly unblocks: string | null;
  readonly pass: WritePass;
}

export type ConnectionKind = 'online' | 'wrapper-away' | 'server-away' | 'offline' | 'read-only' | 'signed-out';

export interface TagCount {
  readonly tag: string;
  readonly count: number;
}

export interface SyncStatus {
  readonly connection: ConnectionKind;
  /** The engine's clock when it said this: `sinceMs` and the window count by it, not by the reader's own. */
  readonly nowMs: number;
  /** The user's own switch. */
  readonly isWorkingOffline: boolean;
  /** Since when the connection is what it is. */
  readonly sinceMs: number;
  /** Milliseconds of writing left; the full window while online, 0 when over. */
  readonly windowLeftMs: number;
  readonly windowMs: number;
  /** How near the end of writing is; `running` while online. */
  readonly windowStage: 'running' | 'ending' | 'last-minute' | 'over';
  readonly counts: {
    readonly queued: number;
    readonly sending: number;
    readonly held: number;
    readonly parked: number;
    readonly discarded: number;
    readonly acknowledged: number;
  };
  /** What was added to records that were deleted meanwhile, and waits for the user beside the parked ones. */
  readonly onDeletedCount: number;
  /** The user's own switch: drafts wait for his word when the connection is back. */
  readonly isReviewingDrafts: boolean;
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
  /** The server wants to delete more than is usual: nothing of it is done before `sync.acceptDeletions`. */
  readonly heldDeletions: HeldDeletions | null;
  /** Rows of the server that do not fit, as `kind:id`; each is tried again at its next change. */
  readonly quarantined: readonly string[];
  /** Kinds of rows that only a newer program knows; they are fetched after the update. */
  readonly skippedKinds: readonly string[];
  readonly agreement: Agreement;
}

/** How many live records of a kind the server would take away, of how many. */
export interface HeldDeletions {
  readonly atMs: number;
  readonly kinds: readonly { readonly kind: Kind; readonly count: number; readonly of: number }[];
}

/** What the last comparison with the server found to differ, and what was done about it. */
export interface Divergence {
  readonly atMs: number;
  /** Rows whose values were not the server's; its own were taken, the user's pending changes are on top as before. */
  readonly corrected: number;
  /** Rows that were missing here. */
  readonly restored: number;
  /** Rows that the server does not have. */
  readonly removed: number;
  /** Rows that would have gone, but so many at once that the loss may be the server's. */
  readonly kept: number;
  /** `kind:id` of the first of them. */
  readonly names: readonly string[];
}

/** Whether this laptop holds what the server holds. */
export interface Agreement {
  /** When all rows were last compared; null before the first time. */
  readonly checkedAtMs: number | null;
  /** The last comparison that found anything. */
  readonly found: Divergence | null;
}

/** Why `sync.verify` ended. */
export type VerifyOutcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'healed'; readonly found: Divergence }
  | { readonly kind: 'stopped'; readonly code: ErrorCode; readonly message: string };

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
      /** As the account service calls them; the id where that is not known here. */
      readonly roleNames: readonly string[];
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
