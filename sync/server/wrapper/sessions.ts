import { createHash } from 'node:crypto';
import type { Clock } from '../../model/clock.ts';
import { SatchelError } from '../../protocol/satchel-error.ts';
import type { ValidateAnswer } from '../../wrapper-api/auth.ts';
import type { WrapperClient } from '../../wrapper-api/client.ts';
import type { Permission } from '../../wrapper-api/permissions.ts';
import { peekTokenClaims } from '../../wrapper-api/token-claims.ts';
import type { TenantFacts } from './tenant-facts.ts';

export interface Session {
  readonly tenantId: string;
  readonly employeeId: string;
  readonly sessionId: string;
  /** Units of direct membership. */
  readonly orgIds: readonly string[];
  /** Units in sight, sorted: own ones and all below, and the own id for what only this person sees. */
  readonly units: readonly string[];
  /** Ids. */
  readonly roles: readonly string[];
  readonly expiresAtMs: number;
}

export interface WriteSession extends Session {
  readonly permissions: readonly Permission[];
  /** When the wrapper answered. */
  readonly validatedAtMs: number;
}

/** What a webhook says no longer holds; a tenant alone means everybody in it. */
export interface Forget {
  readonly tenantId: string;
  readonly employeeId?: string | undefined;
  readonly sessionId?: string | undefined;
}

export interface Sessions {
  /**
   * For reads: a live validation is used again for a minute, and in a wrapper outage for the offline window.
   * @throws SatchelError UNAUTHENTICATED | SESSION_REVOKED | WRAPPER_UNREACHABLE
   */
  forReading(token: string): Promise<Session>;
  /** For writes: asks the wrapper every time, for the session and the permissions. @throws as forReading */
  forWriting(token: string): Promise<WriteSession>;
  forget(what: Forget): void;
}

const REUSE_MS = 60_000;
const OFFLINE_WINDOW_MS = 30 * 60_000;
const MAX_REMEMBERED = 20_000;

interface Validated {
  readonly session: Session;
  readonly windowMs: number;
  readonly wallMs: number;
  readonly monotonicMs: number;
}

interface Options {
  readonly wrapper: WrapperClient;
  readonly facts: TenantFacts;
  readonly clock: Clock;
  /** Brings in what other processes were told of sessions. */
  readonly catchUp: () => Promise<void>;
}

/** Who is asking. Tokens are kept as digests only. */
export function createSessions({ wrapper, facts, clock, catchUp }: Options): Sessions {
  const validated = new Map<string, Validated>();
  const flights = new Map<string, Promise<Session>>();
  let forgotten = 0;

  /** By the clock that says more, so that setting one back gains nothing. */
  const ageMs = ({ wallMs, monotonicMs }: Validated): number =>
    Math.max(Math.abs(clock.wallMs() - wallMs), clock.monotonicMs() - monotonicMs);
  const isUnexpired = ({ session }: Validated): boolean => clock.wallMs() < session.expiresAtMs;

  async function sessionOf(answer: ValidateAnswer): Promise<Session> {
    const { tenantId, employeeId, sessionId, orgIds, roles, expiresAtMs } = answer;
    return {
      tenantId,
      employeeId,
      sessionId,
      orgIds,
      roles,
      expiresAtMs,
      units: [...(await facts.scopeOf(tenantId, orgIds)), employeeId].toSorted(),
    };
  }

  async function validate(token: string): Promise<Session> {
    const before = forgotten;
    const session = await sessionOf(await wrapper.validate({ token }));
    const windowMs = await windowOf(session.tenantId);
    // something was revoked while the answer was under way: good for this request, not for a later one
    if (before === forgotten) {
      if (validated.size >= MAX_REMEMBERED) validated.clear();
      validated.set(digestOf(token), { session, windowMs, wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() });
    }
    return session;
  }

  async function windowOf(tenantId: string): Promise<number> {
    try {
      const { offlineWindowMinutes } = await facts.tenant(tenantId);
      return Math.min(OFFLINE_WINDOW_MS, (offlineWindowMinutes ?? 30) * 60_000);
    } catch {
      return REUSE_MS; // a tenant whose own limit is not known gets no window
    }
  }

  function validateOnce(token: string, key: string): Promise<Session> {
    const flying = flights.get(key);
    if (flying) return flying;
    const flight = validate(token).finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  }

  return {
    async forReading(token) {
      await catchUp();
      const key = digestOf(token);
      const known = validated.get(key);
      if (known && ageMs(known) < REUSE_MS && isUnexpired(known)) return known.session;
      try {
        return await validateOnce(token, key);
      } catch (error) {
        const { code } = error instanceof SatchelError ? error : { code: 'INTERNAL' };
        if (code === 'UNAUTHENTICATED' || code === 'SESSION_REVOKED') validated.delete(key);
        const still = validated.get(key); // a webhook may have dropped it meanwhile
        if (isAway(code) && still && isUnexpired(still) && ageMs(still) < still.windowMs) return still.session;
        throw isAway(code) ? unreachable(error) : error;
      }
    },
    async forWriting(token) {
      // while the breaker tries whether the wrapper is back it lets one call through, and that has to be the validation
      const guess = wrapper.status().breaker === 'closed' ? peekTokenClaims(token)?.sub : undefined;
      try {
        const early = guess === undefined ? undefined : permissionsOf(wrapper, token, guess);
        early?.catch(() => {}); // looked at only if the guess was right
        const session = await validate(token);
        const permissions = await (early && guess === session.employeeId
          ? early
          : permissionsOf(wrapper, token, session.employeeId));
        return { ...session, permissions, validatedAtMs: clock.wallMs() };
      } catch (error) {
        throw error instanceof SatchelError && isAway(error.code) ? unreachable(error) : error;
      }
    },
    forget({ tenantId, employeeId, sessionId }) {
      forgotten += 1;
      for (const [key, { session }] of validated) {
        const isMeant =
          session.tenantId === tenantId &&
          (employeeId === undefined || session.employeeId === employeeId) &&
          (sessionId === undefined || session.sessionId === sessionId);
        if (isMeant) validated.delete(key);
      }
    },
  };
}

async function permissionsOf(
  wrapper: WrapperClient,
  token: string,
  employeeId: string,
): Promise<readonly Permission[]> {
  try {
    const answer = await wrapper.permissions({ token, employeeId });
    return answer.isNotModified ? [] : answer.value.permissions;
  } catch (error) {
    // an employee that the wrapper does not show has no permission; that is an answer, not an outage
    if (error instanceof SatchelError && (error.code === 'PERMISSION_DENIED' || error.code === 'NOT_FOUND')) return [];
    throw error;
  }
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

const AWAY = new Set(['WRAPPER_UNREACHABLE', 'BAD_ANSWER', 'RATE_LIMITED', 'CANCELLED']);
const isAway = (code: string): boolean => AWAY.has(code);

function unreachable(cause: unknown): SatchelError {
  return new SatchelError(
    'WRAPPER_UNREACHABLE',
    'The platform that knows sessions and permissions does not answer; try again shortly.',
    {
      cause,
    },
  );
}
