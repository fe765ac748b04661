import type { Clock } from '../../sync/model/clock.ts';
import {
  DEFAULT_WINDOW_MS,
  loadWindow,
  nextStageInMs,
  noteTime,
  renewWindow,
  stampOf,
  windowLeftMs,
  type OfflineWindow,
} from '../gate/offline-window.ts';
import { getSessionValue, putSessionValue } from '../wrapper/session-store.ts';
import type { LiveSession } from '../wrapper/live-session.ts';
import type { OpenUser } from './open-user.ts';

/** The offline window of one session, with its stamp in the user's file. */
export interface WindowKeeper {
  /** How long it is when it starts full: the tenant may have less than the usual. */
  lengthMs(): number;
  leftMs(): number;
  /** Until the next warning or the end; 0 when it is over. */
  nextStageInMs(): number;
  /** After a live validation. */
  renew(): void;
  /** Writes what has passed; a crash could take at most what passed since. */
  store(): void;
}

export function createWindowKeeper(user: OpenUser, session: LiveSession, clock: Clock): WindowKeeper {
  const now = () => ({ wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() });
  let window: OfflineWindow = loadWindow(getSessionValue(user.db.read, 'window') ?? null, now());

  function lengthMs(): number {
    const minutes = session.caches.peek('tenant', session.identity().tenantId)?.value.offlineWindowMinutes;
    return minutes === undefined ? DEFAULT_WINDOW_MS : Math.min(DEFAULT_WINDOW_MS, minutes * 60_000);
  }

  function leftMs(): number {
    window = noteTime(window, now());
    return windowLeftMs(window, now(), lengthMs());
  }

  function store(): void {
    const at = now();
    window = noteTime(window, at);
    const stamp = stampOf(window, at);
    if (stamp) putSessionValue(user.db, 'window', stamp);
  }

  return {
    lengthMs,
    leftMs,
    nextStageInMs() {
      const left = leftMs();
      return left > 0 ? nextStageInMs(left) + 1 : 0;
    },
    renew() {
      window = renewWindow(now());
      store();
    },
    store,
  };
}
