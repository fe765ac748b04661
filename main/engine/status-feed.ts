import type { SyncStatus } from '../contract/types.ts';

/** The status for whoever watches; told at once, at most one notice a turn. */
export interface StatusFeed {
  changed(): void;
  watch(signal: AbortSignal | undefined): AsyncGenerator<SyncStatus>;
  close(): void;
}

export function createStatusFeed(status: () => SyncStatus): StatusFeed {
  const wakers = new Set<() => void>();
  let isClosed = false;
  const wakeAll = (): void => {
    for (const wake of wakers) wake();
    wakers.clear();
  };

  const nextChange = (): Promise<void> => new Promise((resolve) => void wakers.add(resolve));

  /** The ticking of the window alone is no news. */
  const fingerprint = (now: SyncStatus): string =>
    JSON.stringify({ ...now, nowMs: 0, windowLeftMs: 0, serverTimeMs: 0 });

  return {
    changed: () => queueMicrotask(wakeAll),
    async *watch(signal) {
      let last = '';
      signal?.addEventListener('abort', wakeAll, { once: true });
      try {
        while (!isClosed && signal?.aborted !== true) {
          const changed = nextChange();
          const now = status();
          if (fingerprint(now) !== last) {
            last = fingerprint(now);
            yield now;
          } else await changed;
        }
      } finally {
        signal?.removeEventListener('abort', wakeAll);
      }
    },
    close() {
      isClosed = true;
      wakeAll();
    },
  };
}
