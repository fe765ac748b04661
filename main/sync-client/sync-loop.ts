import type { Clock, Random } from '../../sync/model/clock.ts';
import type { ServerEvent } from '../../sync/protocol/events.ts';
import { SatchelError, toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type { SyncOutcome } from '../contract/types.ts';
import { isErrorCode } from '../../sync/protocol/error-codes.ts';
import { firstDueAtMs, listByState } from '../outbox/outbox-store.ts';
import { attemptsWithoutLine, backoffMs, reconnectMs } from './backoff.ts';
import { heldDeletions } from './hold-deletions.ts';
import { nextBatch, pushBatch, type PushContext } from './push.ts';
import { pushQueue } from './push-queue.ts';
import { pullPage, type PullContext } from './pull.ts';
import { readEvents } from './read-events.ts';
import { rebuildCount } from './rebuild-replica.ts';
import type { SyncHttp } from './sync-http.ts';

/** Even without a poke the head is asked for this often; a lost event then costs at most this much. */
const SLOW_POLL_MS = 60_000;
/** Spread, so that clients which came back together do not stay together. */
const SLOW_POLL_JITTER_MS = 15_000;
/** A queue that is not empty always has a timer (failures.md, 21); what a moment has to pass for is looked at so soon. */
const QUEUE_LOOK_MS = 5_000;
/** Something on the way may end every stream at once; so many that lived shorter are an accident. */
const STREAM_LIFE_MS = 30_000;
const SHORT_STREAMS = 3;
/** A page without rows and with more to come happens while others write; a server that goes on so leads nowhere. */
const MAX_EMPTY_PAGES = 20;
/** One is a server that was restored, and one more may have come in between. */
const MAX_REBUILDS = 2;

const HELD = new SatchelError(
  'DELETIONS_HELD',
  'The server wants to delete an unusual number of records. Nothing was deleted; see which, and decide.',
);

export interface SyncLoopHooks {
  /** Null while nothing may go out: signed out, or the user works offline. */
  readonly mayRun: () => SyncOutcome | null;
  /** Live validation when it is due; throws when the session ended. */
  readonly validateIfDue: () => Promise<void>;
  readonly isServerThere: () => boolean;
  /** False while neither the server nor the account service can be reached. */
  readonly hasLine: () => boolean;
  /** Drafts are let go when both parties answer. */
  readonly onReached: () => void;
  readonly onServerAnswered: (serverTimeMs: number | null) => void;
  readonly onServerFailed: (error: SatchelError) => void;
  readonly onWrapperAwayAtServer: () => void;
  readonly onUpToDate: () => void;
  /** At the head, with nothing else under way: the time to compare all rows, when it is due. Never throws. */
  readonly compareIfDue: () => Promise<void>;
  /** The pull stopped before a mass deletion and waits for the user. */
  readonly onDeletionsHeld: (error: SatchelError) => void;
  /** A stream of events is open; what was told while none was is told to nobody again. */
  readonly onListening: () => void;
  readonly onEvent: (event: ServerEvent) => void;
  readonly onStopped: (error: SatchelError) => void;
  readonly distrustToken: () => void;
}

export interface SyncLoopOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly http: SyncHttp;
  readonly push: PushContext;
  readonly pull: PullContext;
  readonly hooks: SyncLoopHooks;
}

/**
 * Keeps queue and replica in step with the server: one cycle at a time, pokes and writes wake it, failures back off.
 * A wake during a cycle is remembered and gives one more.
 */
export class SyncLoop {
  readonly #options: SyncLoopOptions;
  #running: Promise<SyncOutcome> | null = null;
  #isWoken = false;
  #isClosed = false;
  #failures = 0;
  #retryAfterMs = 0;
  #rebuildsBefore = 0;
  #cancelTimer: () => void = () => undefined;
  #cancelListen: () => void = () => undefined;
  /** One after the other, each of which ended soon. */
  #lostStreams = 0;
  #events: AbortController | null = null;

  constructor(options: SyncLoopOptions) {
    this.#options = options;
  }

  /** Something is to be sent or fetched. During back-off it waits for the timer. */
  wake(): void {
    if (this.#isClosed) return;
    this.#isWoken = true;
    if (this.#running === null && this.#failures === 0) void this.#start();
  }

  /** The network or the machine came back: whatever waited, waits no longer. */
  retryNow(): void {
    this.#failures = 0;
    this.wake();
  }

  /** Time was lost: the stream of events may be half open. */
  reconnect(): void {
    this.#events?.abort();
    this.retryNow();
  }

  /** Until at the head and the queue is drained, or the reason why not. */
  async now(): Promise<SyncOutcome> {
    if (this.#isClosed) return { kind: 'stopped', code: 'SIGNED_OUT', message: 'Nobody is signed in.' };
    this.#failures = 0;
    if (this.#running) await this.#running;
    return this.#start();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTimer();
    this.#cancelListen();
    this.#events?.abort();
    await this.#running?.catch(() => undefined);
  }

  #start(): Promise<SyncOutcome> {
    this.#running ??= this.#cycles().finally(() => {
      this.#running = null;
      this.#schedule();
    });
    return this.#running;
  }

  async #cycles(): Promise<SyncOutcome> {
    const { hooks, pull } = this.#options;
    this.#rebuildsBefore = rebuildCount(pull.store.db.read);
    try {
      do {
        this.#isWoken = false;
        const reason = hooks.mayRun();
        if (reason) return reason;
        await hooks.validateIfDue();
        this.#isWoken = false; // whatever woke it meanwhile is part of this cycle
        await this.#cycle();
      } while (this.#isWoken && !this.#isClosed);
      this.#failures = 0;
      return this.#outcome();
    } catch (error) {
      return this.#failed(toSatchelError(error));
    }
  }

  /** At the head; what is still queued has a reason of its own. */
  #outcome(): SyncOutcome {
    const { read } = this.#options.push.outbox.store.db;
    if (heldDeletions(read)) return { kind: 'stopped', code: HELD.code, message: HELD.message };
    const [waiting] = listByState(read, ['queued'], 1);
    if (!waiting?.reason) return { kind: 'done' };
    const { code, message } = waiting.reason;
    return { kind: 'stopped', code: isErrorCode(code) ? code : 'BLOCKED', message };
  }

  async #cycle(): Promise<void> {
    const { push, pull, hooks } = this.#options;
    hooks.onReached();
    // A change that was sent can no longer be taken back, so nothing is sent before the server has answered anything.
    if (!hooks.isServerThere()) hooks.onServerAnswered((await pullPage(pull)).serverTimeMs);
    await pushQueue(push, {
      mayGoOn: () => !this.#isClosed,
      onPushed: ({ serverTimeMs, isWrapperAway }) => {
        hooks.onServerAnswered(serverTimeMs);
        if (isWrapperAway) hooks.onWrapperAwayAtServer();
      },
    });
    const isAtHead = await this.#pull();
    if (this.#isClosed) return;
    if (isAtHead) hooks.onUpToDate();
    else hooks.onDeletionsHeld(HELD);
    this.#listen();
    if (isAtHead) await hooks.compareIfDue();
  }

  /** @returns false when the pull stopped before a mass deletion */
  async #pull(): Promise<boolean> {
    const { push, pull, hooks } = this.#options;
    let emptyPages = 0;
    for (let more = true; more && !this.#isClosed;) {
      const page = await pullPage(pull);
      hooks.onServerAnswered(page.serverTimeMs);
      if (page.isHeld) return false;
      more = page.more;
      emptyPages = page.rows === 0 ? emptyPages + 1 : 0;
      if (more && emptyPages > MAX_EMPTY_PAGES)
        throw new SatchelError('SERVER_BUSY', 'The server has more rows and sends none; it is asked again later.');
      if (rebuildCount(pull.store.db.read) - this.#rebuildsBefore > MAX_REBUILDS)
        throw new SatchelError('SERVER_BUSY', 'The server begins anew again and again; it is asked again later.');
      // What the user does meanwhile goes out between two pages.
      if (more && nextBatch(push.outbox.store.db.read, this.#options.clock.wallMs()).length > 0) await pushBatch(push);
    }
    return true;
  }

  #failed(error: SatchelError): SyncOutcome {
    const { hooks } = this.#options;
    this.#failures += 1;
    this.#retryAfterMs = Number(error.data['retryAfterMs'] ?? 0) || 0;
    this.#events?.abort();
    if (error.remedy === 'sign-in') {
      hooks.distrustToken();
      if (error.code === 'SESSION_REVOKED' || this.#failures > 1) hooks.onStopped(error);
    } else if (error.code !== 'WRAPPER_UNREACHABLE') hooks.onServerFailed(error);
    return { kind: 'stopped', code: error.code, message: error.message };
  }

  #schedule(): void {
    this.#cancelTimer();
    if (this.#isClosed) return;
    const { clock } = this.#options;
    const delayMs = this.#failures > 0 ? this.#backoffMs() : this.#isWoken ? 0 : this.#quietMs();
    this.#cancelTimer = clock.setTimer(() => {
      this.#isWoken = true;
      void this.#start();
    }, delayMs);
  }

  #backoffMs(): number {
    const { random, hooks } = this.#options;
    const attempts = this.#failures - 1;
    return backoffMs(hooks.hasLine() ? attempts : attemptsWithoutLine(attempts), random, this.#retryAfterMs);
  }

  /** Until a change may go that may not yet, and never longer than until the next look at the head. */
  #quietMs(): number {
    const { push, random, clock } = this.#options;
    const pollMs = SLOW_POLL_MS - random() * SLOW_POLL_JITTER_MS;
    const dueAtMs = firstDueAtMs(push.outbox.store.db.read);
    return dueAtMs === null ? pollMs : Math.min(pollMs, Math.max(QUEUE_LOOK_MS, dueAtMs - clock.wallMs()));
  }

  /** One stream of pokes at a time; when it ends, the next cycle opens another. */
  #listen(): void {
    if (this.#events !== null || this.#isClosed) return;
    const { clock } = this.#options;
    const abort = new AbortController();
    this.#events = abort;
    const openedMs = clock.monotonicMs();
    void this.#streamEvents(abort.signal)
      .catch(() => undefined)
      .finally(() => {
        this.#events = null;
        this.#lostStreams = clock.monotonicMs() - openedMs < STREAM_LIFE_MS ? this.#lostStreams + 1 : 0;
        if (!this.#isClosed && this.#failures === 0) this.#listenSoon();
      });
  }

  async #streamEvents(signal: AbortSignal): Promise<void> {
    const { http, push, clock, hooks } = this.#options;
    const stream = await http.openEvents({ token: await push.token(), signal });
    hooks.onListening();
    await readEvents(stream, { clock, signal, onEvent: (event) => hooks.onEvent(event) });
  }

  /** Whatever was missed between two streams is found by a pull. Where none lives for long, the slow poll has to do. */
  #listenSoon(): void {
    const { clock, random } = this.#options;
    const lost = this.#lostStreams - SHORT_STREAMS;
    this.#cancelListen();
    this.#cancelListen = clock.setTimer(
      () => {
        if (this.#failures === 0) void this.#start();
      },
      lost > 0 ? backoffMs(attemptsWithoutLine(lost), random) : reconnectMs(random),
    );
  }
}
