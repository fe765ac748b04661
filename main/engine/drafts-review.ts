import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { ConnectionKind } from '../contract/types.ts';
import { applyDrafts, type WhichDrafts } from '../outbox/drafts.ts';
import { releaseDrafts } from '../outbox/hold.ts';
import type { OutboxContext } from '../outbox/outbox-context.ts';
import { getSessionValue, putSessionValue } from '../wrapper/session-store.ts';

/** When drafts go out: by themselves as soon as both parties answer, or at the user's word. */
export interface DraftsReview {
  /** The user's own switch: nothing goes before he has looked. */
  isOn(): boolean;
  set(isOn: boolean): void;
  /** @throws SatchelError OFFLINE | NOT_FOUND */
  apply(which: WhichDrafts): readonly string[];
  /** @returns whether any were let go */
  releaseIfOnline(): boolean;
}

export interface DraftsReviewOptions {
  readonly outbox: OutboxContext;
  readonly connection: () => ConnectionKind;
  readonly isClosed: () => boolean;
  readonly onStatus: () => void;
}

export function createDraftsReview({ outbox, connection, isClosed, onStatus }: DraftsReviewOptions): DraftsReview {
  const { db } = outbox.store;
  const isOn = (): boolean => getSessionValue(db.read, 'isReviewingDrafts') === true;

  function releaseIfOnline(): boolean {
    if (isClosed() || connection() !== 'online' || isOn()) return false;
    const isAny = releaseDrafts(outbox).length > 0;
    if (isAny) outbox.wake();
    return isAny;
  }

  return {
    isOn,
    set(isWanted) {
      putSessionValue(db, 'isReviewingDrafts', isWanted);
      onStatus();
      releaseIfOnline();
    },
    apply(which) {
      if (connection() !== 'online')
        throw new SatchelError(
          'OFFLINE',
          'Nobody is there to check it. It stays a draft until the connection is back.',
        );
      return applyDrafts(outbox, which).map(({ id }) => id);
    },
    releaseIfOnline,
  };
}
