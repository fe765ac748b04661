import type { Clock, Random } from '../../sync/model/clock.ts';
import type { Needs } from '../../sync/model/mutations/define-mutation.ts';
import type { ServerEvent } from '../../sync/protocol/events.ts';
import { AccessPage } from '../../sync/protocol/access.ts';
import type { ErrorCode } from '../../sync/protocol/error-codes.ts';
import { SatchelError, toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type { WrapperClient } from '../../sync/wrapper-api/client.ts';
import type { SyncOutcome, SyncStatus, VerifyOutcome } from '../contract/types.ts';
import { createAccessNotes, type AccessNotes } from '../audit/access-notes.ts';
import type { AccessInput } from '../contract/audit.ts';
import { commitLocal } from '../db/local-store.ts';
import { getState, setState } from '../db/local-seq.ts';
import { decideGate, type GateVerdict } from '../gate/decide-gate.ts';
import { windowStage } from '../gate/offline-window.ts';
import type { Measured, Meter } from '../health/meter.ts';
import { SERIES } from '../health/series.ts';
import { holdUnansweredLive } from '../outbox/hold.ts';
import type { OutboxContext } from '../outbox/outbox-context.ts';
import { forgetDelays, listByState, recordsOf, UNSETTLED } from '../outbox/outbox-store.ts';
import { sumQueuedAsks } from '../outbox/queued-asks.ts';
import { rebase } from '../outbox/rebase.ts';
import { shrinkReceipts } from '../outbox/shrink-receipts.ts';
import { attemptsWithoutLine, backoffMs } from '../sync-client/backoff.ts';
import { acceptDeletions } from '../sync-client/hold-deletions.ts';
import { createSumsCheck, type SumsCheck } from '../sync-client/sums-check.ts';
import type { PullContext } from '../sync-client/pull.ts';
import { SyncLoop } from '../sync-client/sync-loop.ts';
import { createSyncHttp, type SyncHttp } from '../sync-client/sync-http.ts';
import { watchTime } from '../sync-client/watch-time.ts';
import { createLiveCredits, type LiveCredits } from '../wrapper/live-credits.ts';
import { keepLogo, type LogoKeeper } from '../wrapper/keep-logo.ts';
import { createLiveSession, type LiveSession } from '../wrapper/live-session.ts';
import { dropSessionValue, getSessionValue, putSessionValue } from '../wrapper/session-store.ts';
import { createAccessSender } from './access-sender.ts';
import { creditFacts } from './credit-facts.ts';
import { createDraftsReview, type DraftsReview } from './drafts-review.ts';
import { expireWrapperData, keepWrapperData, refreshWrapperData } from './wrapper-changes.ts';
import {
  connectionKind,
  INITIAL_CONNECTION,
  nextConnection,
  type Connection,
  type ConnectionEvent,
} from './connection.ts';
import { createHealthMonitor, STORE_EVERY_MS, type HealthMonitor } from './health-monitor.ts';
import type { OpenUser } from './open-user.ts';
import { storedStatus } from './stored-status.ts';
import { createTimers, type Timers } from './timers.ts';
import { createWindowKeeper, type WindowKeeper } from './window-keeper.ts';

/** While online, token and permissions are asked for at least this often, so that the window always starts full. */
const VALIDATE_EVERY_MS = 60_000;
/** Spread, so that a fleet of laptops does not ask in the same second. */
const VALIDATE_JITTER_MS = 15_000;
/** How often the window's stamp is written: what a crash could take from it at most. */
const STAMP_EVERY_MS = 15_000;
/** Each is five calls to the account service, made for new streams of events. */
const CHANGES_A_MINUTE = 3;
const MINUTE_MS = 60_000;
/** A balance is a hint; this often it costs the account service little. */
const CREDITS_EVERY_MS = 5 * 60_000;
/** Answers of the server that end with the account service's return. */
const WAITS_FOR_WRAPPER: readonly ErrorCode[] = ['WRAPPER_UNREACHABLE', 'CHARGE_UNKNOWN'];
const DAY_MS = 24 * 60 * 60_000;
/** After a night or more the rows are compared at the first head, whatever the day's plan says. */
const LONG_ABSENCE_MS = 8 * 60 * 60_000;

export interface SignedInOptions {
  readonly user: OpenUser;
  /** This session's own; closed with it. */
  readonly wrapper: WrapperClient;
  readonly meter: Meter;
  readonly measuredByReader: () => Promise<readonly Measured[]>;
  readonly syncUrl: string;
  readonly wrapperUrl: string;
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
  readonly logo: LogoKeeper;
  readonly drafts: DraftsReview;
  readonly access: AccessNotes;
  readonly window: WindowKeeper;
  readonly #options: SignedInOptions;
  readonly #credits: LiveCredits;
  readonly #sums: SumsCheck;
  readonly #clock: Clock;
  readonly #http: SyncHttp;
  readonly #sendAccess: () => void;
  readonly #timers: Timers;
  #connection: Connection;
  #sinceMs: number;
  #lastValidationMs: number | null = null;
  #validationFailures = 0;
  #changesAskedAtMs: number[] = [];
  #upToDateAtMs: number | null;
  #lastError: SyncStatus['lastError'] = null;
  #serverTimeMs: number | null = null;
  #isClosed = false;
  readonly #closing = new AbortController();

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
    const { fetch, wrapperUrl } = options;
    this.logo = keepLogo({ store: user, clock, fetch, wrapperUrl, isClosed });
    this.window = createWindowKeeper(user, this.session, clock);
    this.#timers = createTimers(clock);
    const started = nextConnection(
      { ...INITIAL_CONNECTION, isWorkingOffline: options.isWorkingOffline },
      { kind: 'signed-in' },
    );
    this.#connection = { ...started, isWindowOver: this.window.leftMs() <= 0 };
    this.#sinceMs = clock.wallMs();
    this.#upToDateAtMs = getState<number>(user.db.read, 'upToDateAtMs') ?? null;
    this.access = createAccessNotes({ store: user, clock, isSearchNoted: () => this.#isSearchNoted() });
    this.#http = createSyncHttp({ ...options, closing: this.#closing.signal });
    this.#sendAccess = createAccessSender({
      notes: this.access,
      http: this.#http,
      deviceId: options.deviceId,
      token: () => this.session.accessToken(),
      isClosed,
    });
    this.outbox = this.#makeOutbox();
    this.drafts = createDraftsReview({
      outbox: this.outbox,
      connection: () => connectionKind(this.#connection),
      isClosed,
      onStatus: options.onStatus,
    });
    const pull = this.#makePull();
    this.#sums = createSumsCheck({ ...pull, random: options.random, isClosed: () => this.#isClosed });
    this.loop = this.#makeLoop(pull);
    user.changes.subscribe(({ topics }) => {
      options.onStatus();
      if (topics.includes('people')) this.#followLogo();
    });
    if (user.isUnclean) this.#rebaseAll();
    forgetDelays(user.db);
    shrinkReceipts(user.db, clock);
    this.#timers.every('stamp', STAMP_EVERY_MS, () => this.window.store());
    this.#timers.every('receipts', DAY_MS, () => shrinkReceipts(user.db, clock));
    this.#timers.every('health', STORE_EVERY_MS, () => void this.monitor.minute(this.#lagMs()));
    this.#watchWindowEnd();
    this.#timers.keep(
      'time',
      watchTime(clock, () => this.resumed()),
    );
  }

  /** After a sign-in the first validation has just been made by the caller. */
  start(isJustValidated: boolean): void {
    this.access.opened(isJustValidated ? 'sign-in' : 'resume');
    if (isJustValidated) this.#validated();
    this.loop.wake();
    this.#scheduleValidation(isJustValidated ? undefined : 0);
  }

  connectionKind(): SyncStatus['connection'] {
    this.#noticeWindowEnd();
    return connectionKind(this.#connection);
  }

  status(): SyncStatus {
    const connection = this.connectionKind();
    const isOnline = connection === 'online';
    const leftMs = this.window.leftMs();
    return {
      ...storedStatus(this.user.db.read),
      connection,
      nowMs: this.#clock.wallMs(),
      isWorkingOffline: this.#connection.isWorkingOffline,
      sinceMs: this.#sinceMs,
      windowLeftMs: isOnline ? this.window.lengthMs() : leftMs,
      windowMs: this.window.lengthMs(),
      windowStage: isOnline ? 'running' : windowStage(leftMs),
      isReviewingDrafts: this.drafts.isOn(),
      upToDateAtMs: this.#upToDateAtMs,
      lastError: this.#lastError,
      serverTimeMs: this.#serverTimeMs,
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
    if (outcome.kind === 'done' && this.drafts.releaseIfOnline()) return this.loop.now();
    return outcome;
  }

  /** Compares all rows with the server's now, and puts right what differs. */
  async verify(): Promise<VerifyOutcome> {
    this.#sums.want();
    const outcome = await this.syncNow();
    const verified = this.#sums.outcome();
    if (verified !== null) return verified;
    if (outcome.kind === 'stopped') return outcome;
    return { kind: 'stopped', code: 'SERVER_BUSY', message: 'The replica is not complete yet; it is compared later.' };
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
    forgetDelays(this.user.db); // by a clock that was set back they would be over in a day
    this.loop.reconnect();
    this.#scheduleValidation(0);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#timers.close();
    this.#closing.abort();
    this.#options.wrapper.close();
    await this.loop.close();
    this.access.flush();
    this.window.store();
    this.user.close();
  }

  #followLogo(): void {
    const known = this.session.caches.peek('tenant', this.session.identity().tenantId);
    if (known !== undefined && !this.#isClosed && !this.#connection.isWorkingOffline)
      this.logo.follow(known.value.branding.logoUrl);
  }

  /** @throws SatchelError OFFLINE | SERVER_UNREACHABLE | WRAPPER_UNREACHABLE | PERMISSION_DENIED */
  async accessPage({ by, action, limit, after }: AccessInput): Promise<AccessPage> {
    if (this.#connection.isWorkingOffline) throw new SatchelError('OFFLINE', 'Work offline is switched on.');
    const query = new URLSearchParams({
      limit: String(limit),
      ...(by && { by }),
      ...(action && { action }),
      ...(after && { cursor: after }),
    });
    return this.#http.get(`/v1/access?${query.toString()}`, AccessPage, { token: await this.session.accessToken() });
  }

  /** Who may read everything is asked what for. */
  #isSearchNoted(): boolean {
    const mayReadAudit = this.session.isGranted({ action: 'read', resource: 'audit', orgId: null });
    return mayReadAudit === true || this.session.identity().roles.includes('admin');
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

  #makeOutbox(): OutboxContext {
    const { employeeId } = this.session.identity();
    return {
      store: this.user,
      clock: this.#clock,
      employeeId,
      orgIds: () => this.session.scope(),
      features: () => this.session.caches.peek('tenant', this.session.identity().tenantId)?.value.features ?? {},
      gate: (needs, behindDraft) => this.#gate(needs, behindDraft),
      wake: () => this.loop.wake(),
    };
  }

  #gate(needs: Needs, behindDraft: string | null): GateVerdict {
    const left = this.window.leftMs();
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
        return creditFacts({ ...sources, windowMs: this.window.lengthMs() });
      },
      behindDraft,
    });
  }

  #makePull(): PullContext {
    return {
      store: this.user,
      clock: this.#clock,
      http: this.#http,
      token: () => this.session.accessToken(),
      orgIds: () => this.session.scope(),
      askOrgIds: () => this.#askScope(),
      yieldTurn: () => new Promise((resolve) => setImmediate(resolve)),
      wake: () => this.loop.wake(),
    };
  }

  /** The user's units by a live answer; by the last one where there is none. */
  async #askScope(): Promise<ReadonlySet<string>> {
    try {
      await this.session.validate();
      await this.session.caches.refresh('organisation', this.session.identity().tenantId);
    } catch {
      // what nobody can say better is as it was
    }
    return this.session.scope();
  }

  #makeLoop(pull: PullContext): SyncLoop {
    const { clock, random, deviceId } = this.#options;
    const { http, token } = pull;
    return new SyncLoop({
      clock,
      random,
      http,
      push: { outbox: this.outbox, http, random, deviceId, token },
      pull,
      hooks: {
        mayRun: () => this.#mayRun(),
        validateIfDue: () => this.#validateIfDue(),
        isServerThere: () => this.#connection.server === 'there',
        hasLine: () => this.#hasLine(),
        onReached: () => void this.drafts.releaseIfOnline(),
        onServerAnswered: (serverTimeMs) => this.#serverAnswered(serverTimeMs),
        onServerFailed: (error) => this.#serverFailed(error),
        onWrapperAwayAtServer: () =>
          this.#noteError(new SatchelError('WRAPPER_UNREACHABLE', 'The account service does not answer the server.')),
        onUpToDate: () => this.#upToDate(),
        compareIfDue: () => this.#compareIfDue(),
        onDeletionsHeld: (error) => this.#noteError(error),
        onListening: () => this.#askWhatChanged(),
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
    this.window.renew();
    if (getSessionValue(this.user.db.read, 'isSignInNeeded')) dropSessionValue(this.user.db, 'isSignInNeeded');
    const { isWindowOver: wasOver, wrapper: before } = this.#connection;
    this.#event({ kind: 'wrapper-answered' });
    this.#event({ kind: 'window-renewed' });
    keepWrapperData(this.session);
    this.#refreshCredits();
    this.#watchWindowEnd();
    if (wasOver || this.#connection.server === 'there') this.drafts.releaseIfOnline();
    this.#scheduleValidation();
    if (before === 'away') this.#lineIsBack();
  }

  /** What waited for the line or for the account service goes at once; a server that is away itself is asked once. */
  #lineIsBack(): void {
    forgetDelays(this.user.db, WAITS_FOR_WRAPPER);
    this.loop.retryNow();
  }

  /**
   * What the account service told while no stream was open was told to nobody. A line that comes and goes opens one
   * stream after the other: some of them ask what changed, and for the others one asks later.
   */
  #askWhatChanged(): void {
    if (this.#isClosed || this.#connection.isWorkingOffline) return;
    const now = this.#clock.monotonicMs();
    this.#changesAskedAtMs = this.#changesAskedAtMs.filter((atMs) => now - atMs < MINUTE_MS);
    const [first = now] = this.#changesAskedAtMs;
    if (this.#changesAskedAtMs.length >= CHANGES_A_MINUTE)
      return this.#timers.after('changes', first + MINUTE_MS - now, () => this.#askWhatChanged());
    this.#changesAskedAtMs.push(now);
    refreshWrapperData(this.session);
  }

  #hasLine(): boolean {
    return this.#connection.server !== 'away' || this.#connection.wrapper !== 'away';
  }

  /** While online the balance is asked for now and then, and at once where own changes are about to be charged. */
  #refreshCredits(): void {
    const ageMs = this.#clock.wallMs() - (this.#credits.last()?.atMs ?? 0);
    const isSpending = Object.keys(sumQueuedAsks(this.user.db.read)).length > 0;
    if (isSpending || ageMs < 0 || ageMs >= CREDITS_EVERY_MS) void this.#credits.refresh();
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
    const attempts = this.#validationFailures - 1;
    const counted = this.#hasLine() ? attempts : attemptsWithoutLine(attempts);
    this.#scheduleValidation(backoffMs(counted, this.#options.random));
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
    this.#timers.after('validate', delayMs ?? usual, () => {
      this.#lastValidationMs = null;
      void this.#validateIfDue();
    });
  }

  #serverAnswered(serverTimeMs: number | null): void {
    this.#serverTimeMs = serverTimeMs ?? this.#serverTimeMs;
    const wasThere = this.#connection.server === 'there';
    this.#event({ kind: 'server-answered' });
    if (!wasThere) this.drafts.releaseIfOnline();
    this.#sendAccess();
  }

  #serverFailed(error: SatchelError): void {
    if (this.#isClosed) return;
    this.#noteError(error);
    if (error.code === 'SERVER_UNREACHABLE' || error.code === 'BAD_ANSWER') this.#event({ kind: 'server-failed' });
    if (connectionKind(this.#connection) !== 'online') holdUnansweredLive(this.outbox);
  }

  #upToDate(): void {
    const atMs = this.#clock.wallMs();
    if (this.#upToDateAtMs !== null && atMs - this.#upToDateAtMs >= LONG_ABSENCE_MS) this.#sums.want();
    this.#upToDateAtMs = atMs;
    this.user.db.write('normal', (tx) => setState(tx, 'upToDateAtMs', atMs));
    this.#lastError = null;
    this.#options.onStatus();
  }

  async #compareIfDue(): Promise<void> {
    await this.#sums.runIfDue();
    if (!this.#isClosed) this.#options.onStatus();
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
        expireWrapperData(this.session, event);
        this.#lastValidationMs = null;
        this.loop.wake();
        return;
      case 'session-revoked':
        if (event.sessionId !== this.session.identity().sessionId) return;
        this.#sessionFailed(new SatchelError('SESSION_REVOKED', 'The session was ended by an administrator.'));
        return;
    }
  }

  #event(event: ConnectionEvent): void {
    const before = connectionKind(this.#connection);
    this.#connection = nextConnection(this.#connection, event);
    if (connectionKind(this.#connection) === before) return;
    this.#sinceMs = this.#clock.wallMs();
    this.#options.onStatus();
  }

  #noticeWindowEnd(): void {
    if (this.#connection.isWindowOver || this.window.leftMs() > 0) return;
    this.#event({ kind: 'window-over' });
    // A command may be the first to notice, and inside its transaction nothing else can be written.
    this.#timers.after('window-over', 0, () => this.window.store());
  }

  /** A timer for the warnings and the end; sleep and clock jumps are caught by the look at every command as well. */
  #watchWindowEnd(): void {
    const delayMs = this.window.nextStageInMs();
    if (delayMs === 0) return;
    this.#timers.after('window', delayMs, () => {
      this.#noticeWindowEnd();
      this.#options.onStatus();
      this.#watchWindowEnd();
    });
  }

  #rebaseAll(): void {
    commitLocal(this.user, (local) => {
      const refs = listByState(local.tx, UNSETTLED).flatMap(({ ordinal }) => recordsOf(local.tx, ordinal));
      rebase(local.tx, refs, { orgIds: this.session.scope(), localSeq: local.localSeq });
    });
  }
}
