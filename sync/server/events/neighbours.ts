import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../logger.ts';
import type { Store } from '../store/store.ts';

/** A process that is alone asks for nothing but a number that often. */
const ALONE_MS = 1000;
/** What one process writes is known to the readers of another one so late at most. */
const TOGETHER_MS = 100;
/** Others count as there for so long after they wrote something. */
const REMEMBERED_MS = 60_000;

export interface Neighbours {
  /** Brings in what other processes on the same database did until now. Never throws. */
  catchUp(): Promise<void>;
  close(): void;
}

interface Options {
  readonly store: Pick<Store, 'news'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Does what a webhook asks for that another process took. */
  readonly hear: (body: string) => Promise<void>;
  /** Somebody else has written something. */
  readonly onChanged: () => Promise<void>;
}

/** Other processes of this server on the same database, as while one takes the place of another. */
export function createNeighbours({ store, clock, logger, hear, onChanged }: Options): Neighbours {
  let running: Promise<void> = Promise.resolve();
  let lastSeenMs = -Infinity;
  let cancelTimer = (): void => {};
  let isClosed = false;

  async function bringIn(): Promise<void> {
    const { hasChanged, webhooks } = await store.news();
    for (const body of webhooks) await hear(body);
    if (!hasChanged) return;
    lastSeenMs = clock.monotonicMs();
    await onChanged();
  }

  /** One after the other: who comes second may rest on what the first one brings in. */
  function catchUp(): Promise<void> {
    if (isClosed) return Promise.resolve();
    running = running.then(bringIn).catch((error: unknown) => {
      if (!isClosed) logger.warn('news of other processes wait', { error: String(error) });
    });
    return running;
  }

  function arm(): void {
    const isTogether = clock.monotonicMs() - lastSeenMs < REMEMBERED_MS;
    cancelTimer = clock.setTimer(() => void catchUp().then(arm), isTogether ? TOGETHER_MS : ALONE_MS);
    if (isClosed) cancelTimer();
  }

  void catchUp().then(arm);
  return {
    catchUp,
    close() {
      isClosed = true;
      cancelTimer();
    },
  };
}
