import type { Clock } from '../../sync/model/clock.ts';
import type { PermissionNeed } from '../../sync/model/mutations/define-mutation.ts';
import { NO_EVIDENCE, type RoleFacts } from '../../sync/model/write-pass.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { WrapperClient } from '../../sync/wrapper-api/client.ts';
import { descendantsOf } from '../../sync/wrapper-api/descendants-of.ts';
import { grants } from '../../sync/wrapper-api/grants.ts';
import { rolesGranting } from '../../sync/wrapper-api/role-permissions.ts';
import type { LocalStore } from '../db/local-store.ts';
import type { CacheTopic } from './cache-table.ts';
import {
  getSessionValue,
  putSessionValue,
  type Identity,
  type PermissionSnapshot,
  type Tokens,
} from './session-store.ts';
import { createTtlCache, type CacheRead, type LoadCached, type TtlCache } from './ttl-cache.ts';

/** A token is renewed this long before its end, so that no request starts with one that ends under way. */
const RENEW_BEFORE_MS = 60_000;

/** The user's session with the account service: tokens, live validation, permission snapshot and the five caches. */
export interface LiveSession {
  readonly caches: TtlCache;
  identity(): Identity;
  /** A token that is good for the next minute. @throws UNAUTHENTICATED | SESSION_REVOKED | WRAPPER_UNREACHABLE */
  accessToken(): Promise<string>;
  /** The server refused the token: the next `accessToken` renews it. */
  distrustToken(): void;
  /** Token and permissions, live. What was answered is kept as the window's snapshot. @throws as `accessToken` */
  validate(): Promise<void>;
  snapshot(): PermissionSnapshot | undefined;
  isGranted(need: PermissionNeed): boolean | undefined;
  /** Which of the user's roles stand for what is needed, by the cached definitions. */
  roles(wanted: readonly PermissionNeed[]): RoleFacts;
  /** What the user's roles are called; the id of one whose definition is not on this laptop. */
  roleNames(): readonly string[];
  /** Units whose rows the user may see: own ones and all below them. */
  scope(): ReadonlySet<string>;
  replaceTokens(tokens: Tokens): void;
}

export interface LiveSessionOptions {
  readonly store: LocalStore;
  readonly clock: Clock;
  readonly wrapper: WrapperClient;
  readonly onCacheRead: (read: CacheRead) => void;
}

export function createLiveSession({ store, clock, wrapper, onCacheRead }: LiveSessionOptions): LiveSession {
  const { db } = store;
  let tokens = must(getSessionValue(db.read, 'tokens'));
  let identity = must(getSessionValue(db.read, 'identity'));
  let snapshot = getSessionValue(db.read, 'permissions');
  let renewal: Promise<string> | null = null;
  let isDistrusted = false;

  const load: LoadCached = async (topic, id, etag) => {
    const call = { token: await accessToken(), etag };
    const loaders: Record<CacheTopic, () => Promise<unknown>> = {
      employee: () => wrapper.employee({ ...call, employeeId: id }),
      organisation: () => wrapper.organizations({ ...call, tenantId: id }),
      roles: () => wrapper.roles(call),
      tenant: () => wrapper.tenant({ ...call, tenantId: id }),
      'credit-config': () => wrapper.creditConfig({ ...call, tenantId: id }),
    };
    return loaders[topic]() as ReturnType<LoadCached> as never;
  };
  const caches = createTtlCache({ store, clock, load, onRead: onCacheRead });

  function accessToken(): Promise<string> {
    if (!isDistrusted && clock.wallMs() < tokens.expiresAtMs - RENEW_BEFORE_MS)
      return Promise.resolve(tokens.accessToken);
    renewal ??= renew().finally(() => {
      renewal = null;
    });
    return renewal;
  }

  async function renew(): Promise<string> {
    const answer = await wrapper.token({
      request: { grant_type: 'refresh_token', refresh_token: tokens.refreshToken },
    });
    replaceTokens({ ...answer, refreshToken: answer.refreshToken ?? tokens.refreshToken });
    return answer.accessToken;
  }

  function replaceTokens(next: Tokens): void {
    tokens = { accessToken: next.accessToken, refreshToken: next.refreshToken, expiresAtMs: next.expiresAtMs };
    isDistrusted = false;
    putSessionValue(db, 'tokens', tokens);
  }

  async function validate(): Promise<void> {
    const token = await accessToken();
    // One after the other: the first is the probe of a wrapper that was away.
    const claims = await wrapper.validate({ token });
    const permissions = await wrapper.permissions({
      token,
      employeeId: identity.employeeId,
      etag: snapshot?.etag ?? undefined,
    });
    if (claims.employeeId !== identity.employeeId || claims.tenantId !== identity.tenantId) {
      throw new SatchelError('UNAUTHENTICATED', 'The token belongs to another user.');
    }
    const { tenantId, employeeId, sessionId, orgIds, roles } = claims;
    const before = JSON.stringify([identity, snapshot?.permissions]);
    identity = { tenantId, employeeId, sessionId, orgIds, roles };
    const granted = permissions.isNotModified ? (snapshot?.permissions ?? []) : permissions.value.permissions;
    snapshot = { permissions: granted, etag: permissions.etag, atMs: clock.wallMs() };
    db.write('normal', (tx) => {
      const put = tx.prepared<[string, string], never>('insert or replace into windowState (key, value) values (?, ?)');
      put.run(['identity', JSON.stringify(identity)]);
      put.run(['permissions', JSON.stringify(snapshot)]);
    });
    // What a window shows as possible rests on them.
    if (JSON.stringify([identity, granted]) !== before) store.changes.emit({ localSeq: 0, topics: ['people'] });
  }

  return {
    caches,
    identity: () => identity,
    accessToken,
    distrustToken() {
      isDistrusted = true;
    },
    validate,
    snapshot: () => snapshot,
    isGranted: (need) => (snapshot === undefined ? undefined : grants(snapshot.permissions, need)),
    roles(wanted) {
      const { roles: own, tenantId } = identity;
      const cached = caches.get('roles', tenantId);
      if (cached === undefined) return { own, granting: undefined, evidence: NO_EVIDENCE };
      const { cachedAtMs: fetchedAtMs, expiresAtMs: validUntilMs } = cached;
      return {
        own,
        granting: rolesGranting(cached.value, own, wanted),
        evidence: { source: 'cache', fetchedAtMs, validUntilMs },
      };
    },
    roleNames() {
      const defined = caches.peek('roles', identity.tenantId)?.value ?? [];
      return identity.roles.map((own) => defined.find(({ id }) => id === own)?.name ?? own);
    },
    scope() {
      const tree = caches.get('organisation', identity.tenantId)?.value;
      const units = tree === undefined ? identity.orgIds : descendantsOf(tree, identity.orgIds);
      return new Set([...units, identity.employeeId]);
    },
    replaceTokens,
  };
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new SatchelError('SIGNED_OUT', 'Nobody is signed in on this laptop.');
  return value;
}
