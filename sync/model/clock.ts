/** Time is a parameter everywhere: tests move it, sleep and set-back clocks are survived by comparing both kinds. */
export interface Clock {
  /** UTC epoch milliseconds as the machine believes them; may jump either way. */
  wallMs(): number;
  /** Milliseconds from an arbitrary start; never goes back, may stand still while the machine sleeps. */
  monotonicMs(): number;
  /** Runs `run` once after `delayMs`; the returned function cancels it and may be called any number of times. */
  setTimer(run: () => void, delayMs: number): () => void;
}

/** A uniform number in [0, 1), as Math.random gives it; tests give a seeded one. */
export type Random = () => number;
