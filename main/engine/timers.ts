import type { Clock } from '../../sync/model/clock.ts';

/** Named timers of one session; a name that is set again replaces what waited under it. */
export interface Timers {
  after(name: string, delayMs: number, run: () => void): void;
  every(name: string, delayMs: number, run: () => void): void;
  /** Takes over something else that has to be stopped with the timers. */
  keep(name: string, cancel: () => void): void;
  /** Nothing runs any more, whatever is set later. */
  close(): void;
}

export function createTimers(clock: Pick<Clock, 'setTimer'>): Timers {
  const cancels = new Map<string, () => void>();
  let isClosed = false;

  function keep(name: string, cancel: () => void): void {
    cancels.get(name)?.();
    cancels.set(name, cancel);
  }

  function after(name: string, delayMs: number, run: () => void): void {
    if (isClosed) return;
    const cancel = clock.setTimer(() => {
      if (!isClosed) run();
    }, delayMs);
    keep(name, cancel);
  }

  function every(name: string, delayMs: number, run: () => void): void {
    after(name, delayMs, () => {
      run();
      every(name, delayMs, run);
    });
  }

  return {
    after,
    every,
    keep,
    close() {
      isClosed = true;
      for (const cancel of cancels.values()) cancel();
    },
  };
}
