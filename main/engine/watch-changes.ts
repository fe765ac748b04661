import type { ChangeNotice } from '../contract/live.ts';
import type { LocalStore } from '../db/local-store.ts';

/**
 * Commits as they happen, for whoever keeps something in step. Notices that nobody took yet are folded into one,
 * so a slow listener costs a set of topics and not a queue. Ends when the user's files are closed.
 */
export async function* watchChanges(store: LocalStore, signal: AbortSignal | undefined): AsyncGenerator<ChangeNotice> {
  const topics = new Set<string>();
  let localSeq = 0;
  let isOver = signal?.aborted === true;
  let wake: () => void = () => undefined;
  const end = (): void => {
    isOver = true;
    wake();
  };
  const unsubscribe = store.changes.subscribe((notice) => {
    notice.topics.forEach((topic) => topics.add(topic));
    localSeq = Math.max(localSeq, notice.localSeq);
    wake();
  }, end);
  signal?.addEventListener('abort', end, { once: true });
  try {
    while (!isOver) {
      if (topics.size === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const notice = { localSeq, topics: [...topics] };
      topics.clear();
      yield notice;
    }
  } finally {
    unsubscribe();
    signal?.removeEventListener('abort', end);
  }
}
