import { randomUUID } from 'node:crypto';
import { createRouterClient, type RouterClient } from '@orpc/server';
import type { Clock, Random } from '../../sync/model/clock.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { createWrapperClient, type WrapperClient } from '../../sync/wrapper-api/client.ts';
import type { SessionStatus, SyncStatus } from '../contract/types.ts';
import type { KeyStore } from '../db/key-store.ts';
import { createMeter, type Measured } from '../health/meter.ts';
import { SERIES } from '../health/series.ts';
import { countByState } from '../outbox/outbox-store.ts';
import { getSessionValue, putSessionValue } from '../wrapper/session-store.ts';
import type { AppContext } from './app-context.ts';
import { createAppRouter } from './app-router.ts';
import { recordWrapperCall } from './health-samples.ts';
import { createHostRouter, type HostContext } from './host-router.ts';
import { openUser, type OpenUser, type OpenUserOptions } from './open-user.ts';
import { markEnded, wipeEndedSessions } from './session-end.ts';
import { SignedIn } from './signed-in.ts';
import { createStatusFeed } from './status-feed.ts';
import { systemClock } from './system-clock.ts';
import { forgetLastUser, makeFolder, readLastUser, writeLastUser } from './user-folder.ts';

export interface EngineOptions {
  readonly dataDir: string;
  readonly keyStore: KeyStore;
  readonly syncUrl: string;
  readonly wrapperUrl: string;
  readonly clock?: Clock;
  readonly fetch?: typeof globalThis.fetch;
  readonly random?: Random;
  readonly onSlow?: (slow: { readonly sql: string; readonly ms: number }) => void;
  /** A user's files were opened, or are about to be closed; waited for, so that a reader thread is never behind. */
  readonly onUser?: (user: OpenUser | null) => void | Promise<void>;
  /** What a reader thread has measured since the last time. */
  readonly measuredByReader?: () => Promise<readonly Measured[]>;
}

export interface Engine {
  /** The app contract, the same that a window uses. */
  readonly call: RouterClient<ReturnType<typeof createAppRouter>>;
  /** The host contract; never reachable from a window. */
  readonly host: RouterClient<ReturnType<typeof createHostRouter>>;
  readonly appContext: AppContext;
  readonly hostContext: HostContext;
  /** Waits for what is under way, stores everything and releases the folder. */
  close(): Promise<void>;
}

/**
 * The whole engine in the calling thread. The last user's data is opened again without the network.
 * @throws SatchelError ALREADY_RUNNING | WRONG_KEY | FILE_TOO_NEW | FOLDER_READ_ONLY | DISK_FULL
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  makeFolder(options.dataDir);
  wipeEndedSessions(options.dataDir);
  const engine = new EngineCore(options);
  await engine.resume();
  const appContext = engine.appContext();
  const hostContext = engine.hostContext();
  return {
    call: createRouterClient(createAppRouter(), { context: appContext }),
    host: createRouterClient(createHostRouter(), { context: hostContext }),
    appContext,
    hostContext,
    close: () => engine.close(),
  };
}

type EndReason = Extract<SessionStatus, { kind: 'signed-out' }>['reason'];

class EngineCore {
  readonly #options: EngineOptions;
  readonly #clock: Clock;
  readonly #fetch: typeof globalThis.fetch;
  readonly #random: Random;
  readonly #meter = createMeter();
  /** For sign-in alone; a session has its own. */
  readonly #wrapper: WrapperClient;
  /** Outlives sign-in and sign-out, so that a window watches once. */
  readonly #statusFeed = createStatusFeed(() => this.#current?.status() ?? this.#signedOutStatus());
  #current: SignedIn | null = null;
  #endReason: EndReason = 'never';
  #isWorkingOffline = false;
  /** The wipe after a session was ended; who signs in next waits for it. */
  #ending: Promise<void> = Promise.resolve();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#fetch = options.fetch ?? globalThis.fetch;
    this.#random = options.random ?? Math.random;
    this.#wrapper = this.#makeWrapper();
  }

  #makeWrapper(): WrapperClient {
    return createWrapperClient({
      baseUrl: this.#options.wrapperUrl,
      fetch: this.#fetch,
      clock: this.#clock,
      random: this.#random,
      observe: (event) => recordWrapperCall(this.#meter.record, event),
    });
  }

  /** The token is validated live before any file is opened; another user's session is closed first. */
  async signIn(tokens: { readonly accessToken: string; readonly refreshToken: string }): Promise<SessionStatus> {
    await this.#ending;
    const startMs = this.#clock.monotonicMs();
    const claims = await this.#wrapper.validate({ token: tokens.accessToken });
    const { tenantId, employeeId, sessionId, orgIds, roles } = claims;
    await this.#closeCurrent('by-user');
    const user = await openUser(this.#userOptions(), { tenantId, employeeId });
    let signedIn: SignedIn | undefined;
    try {
      putSessionValue(user.db, 'tokens', { ...tokens, expiresAtMs: claims.expiresAtMs });
      putSessionValue(user.db, 'identity', { tenantId, employeeId, sessionId, orgIds, roles });
      signedIn = this.#makeSignedIn(user);
      await signedIn.session.validate();
      await refreshAtSignIn(signedIn, tenantId);
      writeLastUser(this.#options.dataDir, { tenantId, employeeId });
      await this.#become(signedIn);
      signedIn.start(true);
      this.#meter.record({ series: SERIES.signIn, ms: this.#clock.monotonicMs() - startMs });
      return this.sessionStatus();
    } catch (error) {
      // Its timers would go on over closed files.
      if (this.#current?.user !== user) await (signedIn ?? user).close();
      throw error;
    }
  }

  async resume(): Promise<SessionStatus> {
    const last = readLastUser(this.#options.dataDir);
    if (this.#current !== null || last === undefined) return this.sessionStatus();
    const user = await openUser(this.#userOptions(), last);
    const { read } = user.db;
    if (!getSessionValue(read, 'identity') || !getSessionValue(read, 'tokens')) {
      user.close();
      this.#endReason = 'expired';
      return this.sessionStatus();
    }
    const signedIn = this.#makeSignedIn(user);
    await this.#become(signedIn);
    signedIn.start(false);
    return this.sessionStatus();
  }

  sessionStatus(): SessionStatus {
    if (this.#current === null) return { kind: 'signed-out', reason: this.#endReason };
    const { session } = this.#current;
    const { tenantId, employeeId, roles } = session.identity();
    return {
      kind: 'signed-in',
      tenantId,
      employeeId,
      roles,
      roleNames: session.roleNames(),
      orgIds: [...session.scope()].filter((unit) => unit !== employeeId),
      displayName: session.caches.peek('employee', employeeId)?.value.displayName ?? null,
      tenantName: session.caches.peek('tenant', tenantId)?.value.name ?? null,
      isSignInNeeded: getSessionValue(this.#current.user.db.read, 'isSignInNeeded') === true,
    };
  }

  /** Unsent work is never left behind unnoticed: it stays sealed for the same user, or the sign-out is refused. */
  async signOut(isUnsentKept: boolean): Promise<SessionStatus> {
    const current = this.#signedIn();
    const { queued, sending, held, parked } = countByState(current.user.db.read);
    if (queued + sending + held + parked > 0 && !isUnsentKept) {
      throw new SatchelError('UNSENT_WORK', `${queued + sending + held + parked} changes are not sent yet.`, {
        data: { queued: queued + sending, held, parked },
      });
    }
    forgetLastUser(this.#options.dataDir);
    await this.#closeCurrent('by-user');
    return this.sessionStatus();
  }

  async close(): Promise<void> {
    this.#statusFeed.close();
    await this.#ending;
    await this.#closeCurrent(this.#endReason);
    this.#wrapper.close();
  }

  appContext(): AppContext {
    return {
      signedIn: () => this.#signedIn(),
      database: () => this.#signedIn().user.db,
      record: this.#meter.record,
      monotonicMs: () => this.#clock.monotonicMs(),
      onRead: (note) => this.#current?.access.read(note),
      sessionStatus: () => this.sessionStatus(),
      syncStatus: () => this.#current?.status() ?? this.#signedOutStatus(),
      watchStatus: (signal) => this.#statusFeed.watch(signal),
      signOut: (isUnsentKept) => this.signOut(isUnsentKept),
      workOffline: (isOn) => {
        this.#isWorkingOffline = isOn;
        this.#signedIn().workOffline(isOn);
        return this.#signedIn().status();
      },
    };
  }

  hostContext(): HostContext {
    return {
      signIn: (tokens) => this.signIn(tokens),
      resume: () => this.resume(),
      sessionStatus: () => this.sessionStatus(),
      resumed: () => this.#current?.resumed(),
    };
  }

  #userOptions(): OpenUserOptions {
    const { dataDir, keyStore, onSlow } = this.#options;
    return { dataDir, keyStore, clock: this.#clock, ...(onSlow ? { onSlow } : {}) };
  }

  #makeSignedIn(user: OpenUser): SignedIn {
    const deviceId = getSessionValue(user.db.read, 'deviceId') ?? randomUUID();
    putSessionValue(user.db, 'deviceId', deviceId);
    return new SignedIn({
      user,
      wrapper: this.#makeWrapper(),
      meter: this.#meter,
      measuredByReader: this.#options.measuredByReader ?? (async () => []),
      syncUrl: this.#options.syncUrl,
      wrapperUrl: this.#options.wrapperUrl,
      fetch: this.#fetch,
      clock: this.#clock,
      random: this.#random,
      deviceId,
      isWorkingOffline: this.#isWorkingOffline,
      onStatus: () => this.#statusFeed.changed(),
      onRevoked: () => {
        // What could not be deleted keeps its mark and goes before anybody opens the folder again.
        this.#ending = this.#revoked(user).catch(() => undefined);
      },
    });
  }

  /** The replica goes at once; unsent work stays sealed, and the same user finds it after signing in. */
  async #revoked(user: OpenUser): Promise<void> {
    if (this.#current?.user !== user) return;
    markEnded(user.folder);
    forgetLastUser(this.#options.dataDir);
    await this.#closeCurrent('revoked');
    wipeEndedSessions(this.#options.dataDir);
  }

  async #become(signedIn: SignedIn): Promise<void> {
    this.#current = signedIn;
    await this.#options.onUser?.(signedIn.user);
  }

  async #closeCurrent(reason: EndReason): Promise<void> {
    const current = this.#current;
    this.#current = null;
    this.#endReason = reason;
    if (current === null) return;
    await current.monitor.store();
    await this.#options.onUser?.(null);
    await current.close();
  }

  #signedIn(): SignedIn {
    if (this.#current) return this.#current;
    throw new SatchelError('SIGNED_OUT', 'Nobody is signed in on this laptop.');
  }

  #signedOutStatus(): SyncStatus {
    return {
      connection: 'signed-out',
      nowMs: this.#clock.wallMs(),
      isWorkingOffline: this.#isWorkingOffline,
      sinceMs: this.#clock.wallMs(),
      windowLeftMs: 0,
      windowMs: 0,
      windowStage: 'over',
      counts: { queued: 0, sending: 0, held: 0, parked: 0, discarded: 0, acknowledged: 0 },
      onDeletedCount: 0,
      isReviewingDrafts: false,
      upToDateAtMs: null,
      seq: 0,
      head: 0,
      isFirstSync: false,
      progress: null,
      lastError: null,
      recovery: null,
      serverTimeMs: null,
      heldDeletions: null,
      quarantined: [],
      skippedKinds: [],
      agreement: { checkedAtMs: null, found: null },
    };
  }
}

/** Tenant configuration is asked for at every sign-in; the units are needed before the first page. */
async function refreshAtSignIn({ session }: SignedIn, tenantId: string): Promise<void> {
  await Promise.all([
    session.caches.refresh('tenant', tenantId),
    session.caches.peek('organisation', tenantId)?.isStale === false ||
      session.caches.refresh('organisation', tenantId),
  ]);
}
