import { engineGone } from './host-wire.ts';
import { toSatchelError, type SatchelError } from '../../sync/protocol/satchel-error.ts';

/** Restarts after 0.1, 0.3, 0.9, 2.7 and 8.1 s; a thread that falls six times within a minute stays down. */
const FIRST_DELAY_MS = 100;
const FACTOR = 3;
const MAX_FALLS = 5;
const WITHIN_MS = 60_000;

export interface ThreadExit {
  readonly thread: 'engine' | 'reader';
  readonly error: SatchelError;
  /** Null: it is not started again; the program has to be. */
  readonly restartInMs: number | null;
}

export interface Supervised<T> {
  /** @throws SatchelError ENGINE_GONE while the thread is down */
  current(): T;
  close(): Promise<void>;
}

export interface SuperviseOptions<T> {
  readonly thread: ThreadExit['thread'];
  readonly start: () => Promise<T>;
  readonly onExit: (exit: ThreadExit) => void;
}

interface Ending {
  readonly ended: Promise<Error | null>;
  close(): Promise<void>;
}

/** @throws what the first start threw; later ones are tried again */
export async function supervise<T extends Ending>(options: SuperviseOptions<T>): Promise<Supervised<T>> {
  const supervisor = new Supervisor(options);
  await supervisor.start();
  return supervisor;
}

class Supervisor<T extends Ending> implements Supervised<T> {
  readonly #options: SuperviseOptions<T>;
  #running: T | null = null;
  #fallsAtMs: readonly number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: SuperviseOptions<T>) {
    this.#options = options;
  }

  current(): T {
    if (this.#running) return this.#running;
    throw engineGone();
  }

  async start(): Promise<void> {
    const started = await this.#options.start();
    if (this.#isClosed) return started.close();
    this.#running = started;
    void started.ended.then((error) => this.#fell(error));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running?.close();
    this.#running = null;
  }

  #fell(error: Error | null): void {
    this.#running = null;
    if (this.#isClosed) return;
    const nowMs = performance.now();
    this.#fallsAtMs = [...this.#fallsAtMs.filter((atMs) => nowMs - atMs < WITHIN_MS), nowMs];
    const falls = this.#fallsAtMs.length;
    const restartInMs = falls > MAX_FALLS ? null : FIRST_DELAY_MS * FACTOR ** (falls - 1);
    this.#options.onExit({ thread: this.#options.thread, error: toSatchelError(error ?? engineGone()), restartInMs });
    if (restartInMs !== null) this.#timer = setTimeout(() => void this.#startAgain(), restartInMs);
  }

  async #startAgain(): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      this.#fell(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
