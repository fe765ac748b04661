import type { SyncStatus } from '../contract/types.ts';
import { getState } from '../db/local-seq.ts';
import type { OpenUser } from './open-user.ts';
import { countOnDeleted } from '../outbox/list-outbox.ts';
import { countByState } from '../outbox/outbox-store.ts';
import { agreement } from '../sync-client/agreement.ts';
import { heldDeletions } from '../sync-client/hold-deletions.ts';
import { skippedKinds } from '../sync-client/pull-track.ts';
import { quarantined } from '../sync-client/quarantine.ts';

type StoredStatus = Pick<
  SyncStatus,
  | 'counts'
  | 'onDeletedCount'
  | 'seq'
  | 'head'
  | 'isFirstSync'
  | 'progress'
  | 'recovery'
  | 'heldDeletions'
  | 'quarantined'
  | 'skippedKinds'
  | 'agreement'
>;

/** The part of the status that is read from the user's file: the queue, and how far the replica is. */
export function storedStatus(read: OpenUser['db']['read']): StoredStatus {
  const isComplete = getState<boolean>(read, 'isComplete') === true;
  const rows = getState<number>(read, 'pulledRows') ?? 0;
  const head = getState<number>(read, 'head') ?? 0;
  return {
    counts: countByState(read),
    onDeletedCount: countOnDeleted(read),
    seq: head,
    head,
    isFirstSync: !isComplete,
    progress: isComplete ? null : { rows, total: rows + (getState<number>(read, 'remaining') ?? 0) },
    recovery: getState<SyncStatus['recovery']>(read, 'recovery') ?? null,
    heldDeletions: heldDeletions(read),
    quarantined: quarantined(read),
    skippedKinds: skippedKinds(read),
    agreement: agreement(read),
  };
}
