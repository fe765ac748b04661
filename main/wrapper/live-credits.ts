import type { Clock } from '../../sync/model/clock.ts';
import type { WrapperClient } from '../../sync/wrapper-api/client.ts';
import type { Database } from '../db/database.ts';
import type { Schema } from '../db/schema.ts';
import type { LiveSession } from './live-session.ts';
import { getSessionValue, putSessionValue, type CreditSnapshot } from './session-store.ts';

/** Credits and usage as last told live. A hint: what is charged is decided by the server. */
export interface LiveCredits {
  last(): CreditSnapshot | undefined;
  /** Asks now; whoever asks meanwhile shares the answer. A failure leaves what is here, which then tells its age. */
  refresh(): Promise<void>;
}

interface LiveCreditsOptions {
  readonly db: Database<Schema>;
  readonly clock: Clock;
  readonly wrapper: WrapperClient;
  readonly session: Pick<LiveSession, 'accessToken' | 'identity'>;
  readonly isClosed: () => boolean;
}

export function createLiveCredits({ db, clock, wrapper, session, isClosed }: LiveCreditsOptions): LiveCredits {
  let last = getSessionValue(db.read, 'credits');
  let underWay: Promise<void> | null = null;

  async function ask(): Promise<void> {
    const { tenantId } = session.identity();
    const token = await session.accessToken();
    const fetched = await wrapper.credits({ token, tenantId, etag: last?.etag ?? undefined });
    const balance = fetched.isNotModified ? last?.balance : fetched.value;
    if (balance === undefined || isClosed()) return;
    last = { balance, etag: fetched.etag, atMs: clock.wallMs() };
    putSessionValue(db, 'credits', last);
  }

  return {
    last: () => last,
    refresh() {
      underWay ??= ask()
        .catch(() => undefined)
        .finally(() => {
          underWay = null;
        });
      return underWay;
    },
  };
}
