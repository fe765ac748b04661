import type { Clock, Random } from '../../sync/model/clock.ts';
import type { Needs } from '../../sync/model/mutations/define-mutation.ts';
import type { ServerEvent } from '../../sync/protocol/events.ts';
import { SatchelError, toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type { WrapperClient } from '../../sync/wrapper-api/client.ts';
import type { SyncOutcome, SyncStatus } from '../contract/types.ts';
import { commitLocal } from '../db/local-store.ts';
import { getState, setState } from '../db/local-seq.ts';
import { decideGate, type GateVerdict } from '../gate/decide-gate.ts';
import {
  loadWindow,
  noteTime,
  renewWindow,
  nextStageInMs,
  stampOf,
  windowLeftMs,
  windowStage,
  DEFAULT_WINDOW_MS,
  type OfflineWindow,
} from '../gate/offline-window.ts';
import type { Measured, Meter } from '../health/meter.ts';
import { SERIES } from '../health/series.ts';
import { holdUnansweredLive, releaseDrafts } from '../outbox/hold.ts';
import type { OutboxContext } from '../outbox/outbox-context.ts';
import { countByState, forgetDelays, listByState, recordsOf, UNSETTLED } from '../outbox/outbox-store.ts';
import { sumQueuedAsks } from '../outbox/queued-asks.ts';
import { rebase } from '../outbox/rebase.ts';
import { shrinkReceipts } from '../outbox/shrink-receipts.ts';
import { backoffMs } from '../sync-client/backoff.ts';
import { acceptDeletions, heldDeletions } from '../sync-client/hold-deletions.ts';
import { quarantined } from '../sync-client/quarantine.ts';
import { skippedKinds } from '../sync-client/pull-track.ts';
import { SyncLoop } from '../sync-client/sync-loop.ts';
import { createSyncHttp } from '../sync-client/sync-http.ts';
import { watchTime } from '../sync-client/watch-time.ts';
import { createLiveCredits, type LiveCredits } from '../wrapper/live-credits.ts';
import { createLiveSession, type LiveSession } from '../wrapper/live-session.ts';
import { dropSessionValue, getSessionValue, putSessionValue } from '../wrapper/session-store.ts';
import { creditFacts } from './credit-facts.ts';
import {
  connectionKind,
  INITIAL_CONNECTION,
  nextConnection,
  type Connection,
  type ConnectionEvent,
} from './connection.ts';
import { createHealthMonitor, STORE_EVERY_MS, type HealthMonitor } from './health-monitor.ts';
import type { OpenUser } from './open-user.ts';

/** While online, token and permissions are asked for at least this often, so that the window always starts full. */
const VALIDATE_EVERY_MS = 60_000;
/** Spread, so that a fleet of laptops does not ask in the same second. */
const VALIDATE_JITTER_MS = 15_000;
/** How often the window's stamp is written: what a crash could take from it at most. */
const STAMP_EVERY_MS = 15_000;
/** A balance is a hint; this often it costs the account service little. */
const CREDITS_EVERY_MS = 5 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

export interface SignedInOptions {
  readonly user: OpenUser;
  /** This session's own; closed with it. */
  readonly wrapper: WrapperClient;
  readonly meter: Meter;
  readonly measuredByReader: () => Promise<readonly Measured[]>;
  readonly syncUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly deviceId: string;
  readonly isWorkingOffline: boolean;
  /** Something that the status tells may have changed. */
  readonly onStatus: () => void;
  /** An administrator ended the session: everything closes at once. */
  readonly onRevoked: () => void;
}

/** Everything that runs for one signed-in user; made at sign-in or resume, closed at sign-out. */
export class SignedIn {
  readonly user: OpenUser;
  readonly session: LiveSession;
  readonly outbox: OutboxContext;
  readonly loop: SyncLoop;
  readonly monitor: HealthMonitor;
  readonly #options: SignedInOptions;
  readonly #credits: LiveCredits;
  readonly #clock: Clock;
  #connection: Connection;
  #window: OfflineWindow;
  #sinceMs: number;
  #lastValidationMs: number | null = null;
  #validationFailures = 0;
  #upToDateAtMs: number | null;
  #lastError: SyncStatus['lastError'] = null;
  #serverTimeMs: number | null = null;
  #isClosed = false;
  readonly #closing = new AbortController();
  readonly #cancelTimers = new Map<string, () => void>();

  constructor(options: SignedInOptions) {
    const { user, wrapper, clock, meter, measuredByReader } = options;
    this.#options = options;
    this.#clock = clock;
    this.user = user;
    this.session = createLiveSession({
      store: user,
      clock,
      wrapper,
      onCacheRead: ({ topic, isHit, ms }) => meter.record({ series: SERIES.cache(topic), ms, isFailed: !isHit }),
    });
    this.monitor = createHealthMonitor({ store: user, clock, meter, measuredByReader });
    const isClosed = (): boolean => this.#isClosed;
    this.#credits = createLiveCredits({ db: user.db, clock, wrapper, session: this.session, isClosed });
    this.#window = loadWindow(getSessionValue(user.db.read, 'window') ?? null, this.#now());
    const started = nextConnection(
      { ...INITIAL_CONNECTION, isWorkingOffline: options.isWorkingOffline },
      { kind: 'signed-in' },
    );
    this.#connection = { ...started, isWindowOver: this.windowLeftMs() <= 0 };
    this.#sinceMs = clock.wallMs();
    this.#upToDateAtMs = getState<number>(user.db.read, 'upToDateAtMs') ?? null;
    this.outbox = this.#makeOutbox();
    this.loop = this.#makeLoop();
    user.changes.subscribe(() => options.onStatus());
    if (user.isUnclean) this.#rebaseAll();
    shrinkReceipts(user.db, clock);
    this.#every('stamp', STAMP_EVERY_MS, () => this.#storeStamp());
    this.#every('receipts', DAY_MS, () => shrinkReceipts(user.db, clock));
    this.#every('health', STORE_EVERY_MS, () => void this.monitor.minute(this.#lagMs()));
    this.#watchWindowEnd();
    this.#cancelTimers.set(
      'time',
      watchTime(clock, () => this.resumed()),
    );
  }

  /** After a sign-in the first validation has just been made by the caller. */
  start(isJustValidated: boolean): void {
    if (isJustValidated) this.#validated();
    this.loop.wake();
    this.#scheduleValidation(isJustValidated ? undefined : 0);
  }

  windowMs(): number {
    const minutes = this.session.caches.peek('tenant', this.session.identity().tenantId)?.value.offlineWindowMinutes;
    return minutes === undefined ? DEFAULT_WINDOW_MS : Math.min(DEFAULT_WINDOW_MS, minutes * 60_000);
  }

  windowLeftMs(): number {
    const now = this.#now();
    this.#window = noteTime(this.#window, now);
    return windowLeftMs(this.#window, now, this.windowMs());
  }

  connectionKind(): SyncStatus['connection'] {
    this.#noticeWindowEnd();
    return connectionKind(this.#connection);
  }

  status(): SyncStatus {
    const { read } = this.user.db;
    const connection = this.connectionKind();
    const isComplete = getState<boolean>(read, 'isComplete') === true;
    const rows = getState<number>(read, 'pulledRows') ?? 0;
    return {
      connection,
      nowMs: this.#clock.wallMs(),
      isWorkingOffline: this.#connection.isWorkingOffline,
      sinceMs: this.#sinceMs,
      windowLeftMs: connection === 'online' ? this.windowMs() : this.windowLeftMs(),
      windowMs: this.windowMs(),
      windowStage: connection === 'online' ? 'running' : windowStage(this.windowLeftMs()),
      counts: countByState(read),
      upToDateAtMs: this.#upToDateAtMs,
      seq: getState<number>(read, 'head') ?? 0,
      head: getState<number>(read, 'head') ?? 0,
      isFirstSync: !isComplete,
      progress: isComplete ? null : { rows, total: rows + (getState<number>(read, 'remaining') ?? 0) },
      lastError: this.#lastError,
      recovery: getState<SyncStatus['recovery']>(read, 'recovery') ?? null,
      serverTimeMs: this.#serverTimeMs,
      heldDeletions: heldDeletions(read),
      quarantined: quarantined(read),
      skippedKinds: skippedKinds(read),
    };
  }

  /** Breaker and request queue of this session's calls. */
  wrapperStatus(): ReturnType<WrapperClient['status']> {
    return this.#options.wrapper.status();
  }

  /** The server answers and the account service does not: what cannot be done now is on its account. */
  isOnlyWrapperAway(): boolean {
    const { server, wrapper, isWorkingOffline } = this.#connection;
    return server === 'there' && wrapper === 'away' && !isWorkingOffline;
  }

  /** Asks now, whatever the timers say. */
  async syncNow(): Promise<SyncOutcome> {
    if (this.#mayRun() === null && connectionKind(this.#connection) !== 'online') this.#askAgain();
    forgetDelays(this.user.db);
    const outcome = await this.loop.now();
    // Reaching both parties may have set drafts free: they are part of "now".
    if (outcome.kind === 'done' && this.#releaseIfOnline()) return this.loop.now();
    return outcome;
  }

  /** What the server wants to delete, the user wants deleted. */
  acceptDeletions(): Promise<SyncOutcome> {
    this.user.db.write('full', acceptDeletions);
    return this.syncNow();
  }

  workOffline(isOn: boolean): void {
    this.#event({ kind: 'work-offline', isOn });
    if (isOn) holdUnansweredLive(this.outbox);
    else {
      this.#askAgain();
      this.loop.retryNow();
      this.#scheduleValidation(0);
    }
  }

  /** The machine woke up, or the network changed. */
  resumed(): void {
    this.#noticeWindowEnd();
    this.#askAgain();
    this.loop.reconnect();
    this.#scheduleValidation(0);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const cancel of this.#cancelTimers.values()) cancel();
    this.#closing.abort();
    this.#options.wrapper.close();
    await this.loop.close();
    this.#storeStamp();
    this.user.close();
  }

  /** How far behind the server the replica may be; of no interest while the user wants to be. */
  #lagMs(): number | null {
    if (this.#upToDateAtMs === null || this.#connection.isWorkingOffline) return null;
    return this.#clock.wallMs() - this.#upToDateAtMs;
  }

  #askAgain(): void {
    this.#lastValidationMs = null;
    this.#options.wrapper.retryNow();
  }

  #now() {
    return { wallMs: this.#clock.wallMs(), monotonicMs: this.#clock.monotonicMs() };
  }

  #makeOutbox(): OutboxContext {
    const { employeeId } = this.session.identity();
    return {
      store: this.user,
      clock: this.#clock,
      employeeId,
      orgIds: () => this.session.scope(),
      gate: (needs, behindDraft) => this.#gate(needs, behindDraft),
      wake: () => this.loop.wake(),
    };
  }

  #gate(needs: Needs, behindDraft: string | null): GateVerdict {
    const left = this.windowLeftMs();
    return decideGate(needs, {
      connection: this.connectionKind(),
      windowLeftMs: left,
      isGranted: (need) => this.session.isGranted(need),
      snapshotAtMs: this.session.snapshot()?.atMs ?? null,
      windowEndsAtMs: left > 0 ? this.#clock.wallMs() + left : null,
      roles: (wanted) => this.session.roles(wanted),
      credits: () => {
        const { session, user } = this;
        const sources = { session, credits: this.#credits, read: user.db.read, nowMs: this.#clock.wallMs() };
        return creditFacts({ ...sources, windowMs: this.windowMs() });
      },
      behindDraft,
    });
  }

  #makeLoop(): SyncLoop {
    const { fetch, clock, random, syncUrl, deviceId } = this.#options;
    const http = createSyncHttp({ syncUrl, fetch, clock, closing: this.#closing.signal });
    const token = () => this.session.accessToken();
    return new SyncLoop({
      clock,
      random,
      http,
      push: { outbox: this.outbox, http, random, deviceId, token },
      pull: {
        store: this.user,
        clock,
        http,
        token,
        orgIds: () => this.session.scope(),
        yieldTurn: () => new Promise((resolve) => setImmediate(resolve)),
        wake: () => this.loop.wake(),
      },
      hooks: {
        mayRun: () => this.#mayRun(),
        validateIfDue: () => this.#validateIfDue(),
        isServerThere: () => this.#connection.server === 'there',
        onReached: () => void this.#releaseIfOnline(),
        onServerAnswered: (serverTimeMs) => this.#serverAnswered(serverTimeMs),
        onServerFailed: (error) => this.#serverFailed(error),
        onWrapperAwayAtServer: () =>
          this.#noteError(new SatchelError('WRAPPER_UNREACHABLE', 'The account service does not answer the server.')),
        onUpToDate: () => this.#upToDate(),
        onDeletionsHeld: (error) => this.#noteError(error),
        onEvent: (event) => this.#serverEvent(event),
        onStopped: (error) => this.#sessionFailed(error),
        distrustToken: () => this.session.distrustToken(),
      },
    });
  }

  #mayRun(): SyncOutcome | null {
    if (this.#isClosed) return { kind: 'stopped', code: 'SIGNED_OUT', message: 'Nobody is signed in.' };
    return this.#connection.isWorkingOffline
      ? { kind: 'stopped', code: 'OFFLINE', message: 'Work offline is switched on.' }
      : null;
  }

  /** The wrapper's failure does not stop the sync: rows are still pulled, and the server decides for itself. */
  async #validateIfDue(): Promise<void> {
    const last = this.#lastValidationMs;
    const isDue = last === null || this.#clock.monotonicMs() - last >= VALIDATE_EVERY_MS;
    if (!isDue || this.#isClosed || this.#connection.isWorkingOffline) return;
    try {
      await this.session.validate();
      this.#validated();
    } catch (error) {
      this.#validationFailed(toSatchelError(error));
    }
  }

  #validated(): void {
    if (this.#isClosed) return;
    this.#lastValidationMs = this.#clock.monotonicMs();
    this.#validationFailures = 0;
    this.#window = renewWindow(this.#now());
    this.#storeStamp();
    if (getSessionValue(this.user.db.read, 'isSignInNeeded')) dropSessionValue(this.user.db, 'isSignInNeeded');
    const wasOver = this.#connection.isWindowOver;
    this.#event({ kind: 'wrapper-answered' });
    this.#event({ kind: 'window-renewed' });
    this.#refreshCaches();
    this.#refreshCredits();
    this.#watchWindowEnd();
    if (wasOver || this.#connection.server === 'there') this.#releaseIfOnline();
    this.#scheduleValidation();
  }

  /** While online the balance is asked for now and then, and at once where own changes are about to be charged. */
  #refreshCredits(): void {
    const ageMs = this.#clock.wallMs() - (this.#credits.last()?.atMs ?? 0);
    const isSpending = Object.keys(sumQueuedAsks(this.user.db.read)).length > 0;
    if (isSpending || ageMs < 0 || ageMs >= CREDITS_EVERY_MS) void this.#credits.refresh();
  }

  #refreshCaches(): void {
    const { tenantId, employeeId } = this.session.identity();
    for (const topic of ['tenant', 'organisation', 'credit-config', 'roles'] as const)
      this.session.caches.keep(topic, tenantId);
    this.session.caches.keep('employee', employeeId);
  }

  #validationFailed(error: SatchelError): void {
    // A validation that was under way at the close is cut off, and the files are closed by then.
    if (this.#isClosed) return;
    this.#validationFailures += 1;
    this.#noteError(error);
    if (error.remedy === 'sign-in') {
      this.session.distrustToken();
      // An ended token may only be old; a revoked session is the end.
      if (error.code === 'SESSION_REVOKED' || this.#validationFailures > 1) this.#sessionFailed(error);
    } else this.#event({ kind: 'wrapper-failed' });
    if (connectionKind(this.#connection) !== 'online') holdUnansweredLive(this.outbox);
    this.#scheduleValidation(backoffMs(this.#validationFailures - 1, this.#options.random));
  }

  /** 401 pauses and never drops: the queue stays, reading goes on, and the user is asked to sign in again. */
  #sessionFailed(error: SatchelError): void {
    if (this.#isClosed) return;
    this.#noteError(error);
    if (error.code === 'SESSION_REVOKED') {
      this.#options.onRevoked();
      return;
    }
    putSessionValue(this.user.db, 'isSignInNeeded', true);
    this.#event({ kind: 'wrapper-failed' });
  }

  #scheduleValidation(delayMs?: number): void {
    if (this.#isClosed || this.#connection.isWorkingOffline) return;
    const usual = VALIDATE_EVERY_MS - this.#options.random() * VALIDATE_JITTER_MS;
    this.#after('validate', delayMs ?? usual, () => {
      this.#lastValidationMs = null;
      void this.#validateIfDue();
    });
  }

  #serverAnswered(serverTimeMs: number | null): void {
    this.#serverTimeMs = serverTimeMs ?? this.#serverTimeMs;
    const wasThere = this.#connection.server === 'there';
    this.#event({ kind: 'server-answered' });
    if (!wasThere) this.#releaseIfOnline();
  }

  #serverFailed(error: SatchelError): void {
    if (this.#isClosed) return;
    this.#noteError(error);
    if (error.code === 'SERVER_UNREACHABLE' || error.code === 'BAD_ANSWER') this.#event({ kind: 'server-failed' });
    if (connectionKind(this.#connection) !== 'online') holdUnansweredLive(this.outbox);
  }

  #upToDate(): void {
    const atMs = this.#clock.wallMs();
    this.#upToDateAtMs = atMs;
    this.user.db.write('normal', (tx) => setState(tx, 'upToDateAtMs', atMs));
    this.#lastError = null;
    this.#options.onStatus();
  }

  #noteError(error: SatchelError): void {
    if (this.#isClosed) return;
    this.#lastError = { code: error.code, message: error.message, atMs: this.#clock.wallMs() };
    this.#options.onStatus();
  }

  #serverEvent(event: ServerEvent): void {
    switch (event.kind) {
      case 'newer':
        if (event.seq > (getState<number>(this.user.db.read, 'head') ?? 0)) this.loop.wake();
        return;
      case 'wrapper-changed':
        this.#wrapperChanged(event.topic);
        return;
      case 'session-revoked':
        if (event.sessionId !== this.session.identity().sessionId) return;
        this.#sessionFailed(new SatchelError('SESSION_REVOKED', 'The session was ended by an administrator.'));
        return;
    }
  }

  /** The webhook's topic names what changed; permissions are live and are asked again with the roles. */
  #wrapperChanged(topic: string): void {
    const { caches } = this.session;
    if (topic.startsWith('role')) caches.expire('roles');
    if (topic.startsWith('employee')) caches.expire('employee');
    if (topic.startsWith('organi')) caches.expire('organisation');
    if (topic.startsWith('tenant')) caches.expire('tenant');
    if (topic.startsWith('credit')) caches.expire('credit-config');
    this.#lastValidationMs = null;
    this.loop.wake();
  }

  #releaseIfOnline(): boolean {
    if (this.#isClosed || connectionKind(this.#connection) !== 'online') return false;
    const released = releaseDrafts(this.outbox);
    if (released.length > 0) this.loop.wake();
    return released.length > 0;
  }

  #event(event: ConnectionEvent): void {
    const before = connectionKind(this.#connection);
    this.#connection = nextConnection(this.#connection, event);
    if (connectionKind(this.#connection) === before) return;
    this.#sinceMs = this.#clock.wallMs();
    this.#options.onStatus();
  }

  #noticeWindowEnd(): void {
    if (this.#connection.isWindowOver || this.windowLeftMs() > 0) return;
    this.#event({ kind: 'window-over' });
    // A command may be the first to notice, and inside its transaction nothing else can be written.
    this.#after('window-over', 0, () => this.#storeStamp());
  }

  /** A timer for the warnings and the end; sleep and clock jumps are caught by the look at every command as well. */
  #watchWindowEnd(): void {
    const left = this.windowLeftMs();
    if (left > 0) {
      this.#after('window', nextStageInMs(left) + 1, () => {
        this.#noticeWindowEnd();
        this.#options.onStatus();
        this.#watchWindowEnd();
      });
    }
  }

  #storeStamp(): void {
    const now = this.#now();
    this.#window = noteTime(this.#window, now);
    const stamp = stampOf(this.#window, now);
    if (stamp) putSessionValue(this.user.db, 'window', stamp);
  }

  #rebaseAll(): void {
    commitLocal(this.user, (local) => {
      const refs = listByState(local.tx, UNSETTLED).flatMap(({ ordinal }) => recordsOf(local.tx, ordinal));
      rebase(local.tx, refs, { orgIds: this.session.scope(), localSeq: local.localSeq });
    });
  }

  #after(name: string, delayMs: number, run: () => void): void {
    this.#cancelTimers.get(name)?.();
    this.#cancelTimers.set(
      name,
      this.#clock.setTimer(() => {
        if (!this.#isClosed) run();
      }, delayMs),
    );
  }

  #every(name: string, delayMs: number, run: () => void): void {
    this.#after(name, delayMs, () => {
      run();
      this.#every(name, delayMs, run);
    });
  }
}
