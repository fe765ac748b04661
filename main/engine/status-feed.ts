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

  const nextChange = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve) => {
      wakers.add(resolve);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });

  /** The ticking of the window alone is no news. */
  const fingerprint = ({ windowLeftMs: _, serverTimeMs: __, ...rest }: SyncStatus): string => JSON.stringify(rest);

  return {
    changed: () => queueMicrotask(wakeAll),
    async *watch(signal) {
      let last = '';
      while (!isClosed && signal?.aborted !== true) {
        const changed = nextChange(signal);
        const now = status();
        if (fingerprint(now) !== last) {
          last = fingerprint(now);
          yield now;
        } else await changed;
      }
    },
    close() {
      isClosed = true;
      wakeAll();
    },
  };
}
