import type { Clock } from '../../sync/model/clock.ts';

const LOOK_MS = 10_000;
/** Less is a busy machine or a clock that was put right. */
const GAP_MS = 30_000;

/**
 * Tells when time was lost: the machine slept (wall time passed that no timer saw, or a timer came far too late), or
 * the wall clock was set. Connections from before may be half open, and nobody knows what was missed.
 * @returns ends the watch
 */
export function watchTime(clock: Clock, onGap: () => void): () => void {
  let cancel = (): void => undefined;
  const lookAfter = (wallMs: number, monotonicMs: number): void => {
    cancel = clock.setTimer(() => {
      const [wallNow, monotonicNow] = [clock.wallMs(), clock.monotonicMs()];
      const passedMs = monotonicNow - monotonicMs;
      lookAfter(wallNow, monotonicNow);
      if (Math.abs(wallNow - wallMs - passedMs) > GAP_MS || passedMs > LOOK_MS + GAP_MS) onGap();
    }, LOOK_MS);
  };
  lookAfter(clock.wallMs(), clock.monotonicMs());
  return () => cancel();
}
