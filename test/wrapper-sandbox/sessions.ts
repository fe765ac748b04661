import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../sync/model/clock.ts';
import {
  ACCESS_TOKEN_MS,
  SERVICE_SCOPES,
  type ServiceScope,
  type TokenAnswer,
  type TokenRequest,
} from '../../sync/wrapper-api/auth.ts';
import type { Employee } from '../../sync/wrapper-api/employees.ts';
import type { Directory } from './directory.ts';
import { createRefreshFamilies } from './refresh-families.ts';
import { SandboxProblem } from './sandbox-problem.ts';
import type { SandboxSeed } from './sandbox-seed.ts';
import { signToken, verifyToken, type SandboxClaims } from './signed-token.ts';

const REFRESH_TOKEN_MS = 30 * 24 * 3_600_000;
const CODE_MS = 60_000;

export type Caller =
  | {
      readonly kind: 'user';
      readonly employee: Employee;
      readonly sessionId: string;
      readonly expiresAtMs: number;
    }
  | { readonly kind: 'service'; readonly scopes: readonly ServiceScope[] };

interface IssuedCode {
  readonly employeeId: string;
  readonly sessionId: string;
  readonly challenge: string;
  readonly redirectUri: string;
  readonly clientId: string;
  readonly expiresAtMs: number;
  isUsed: boolean;
}

export interface Sessions {
  /** @throws SandboxProblem UNAUTHENTICATED | SESSION_REVOKED | BAD_REQUEST */
  grant(request: TokenRequest): TokenAnswer;
  /** @throws SandboxProblem UNAUTHENTICATED | SESSION_REVOKED */
  authenticate(authorization: string | null): Caller;
  /** The employee with these credentials; undefined is deliberately all it says. */
  findByPassword(email: string, password: string): Employee | undefined;
  issueCode(code: Pick<IssuedCode, 'employeeId' | 'challenge' | 'redirectUri' | 'clientId'>): string;
  revokeSession(sessionId: string): void;
  /** Ends every session the employee has now; a later sign-in is a new one. */
  revokeEmployee(employeeId: string): void;
}

interface Parts {
  readonly clock: Clock;
  readonly secret: string;
  readonly seed: SandboxSeed;
  readonly directory: Directory;
}

export function createSessions({ clock, secret, seed, directory }: Parts): Sessions {
  const families = createRefreshFamilies();
  const codes = new Map<string, IssuedCode>();
  const revoked = new Set<string>();
  /** Sessions this process has seen, by employee; older ones are told by their time of issue. */
  const sessionsOf = new Map<string, Set<string>>();
  const revokedBeforeMs = new Map<string, number>();

  function mint(claims: Omit<SandboxClaims, 'iatMs' | 'exp' | 'jti'>, lifeMs: number): string {
    const iatMs = clock.wallMs();
    const exp = Math.floor((iatMs + lifeMs) / 1000);
    return signToken(secret, { ...claims, iatMs, exp, jti: randomUUID() });
  }

  function answerFor(employee: Employee, sessionId: string, generation: number): TokenAnswer {
    const whose = { sub: employee.id, tenantId: employee.tenantId, sid: sessionId };
    return {
      accessToken: mint({ ...whose, use: 'access' }, ACCESS_TOKEN_MS),
      refreshToken: mint({ ...whose, use: 'refresh', generation }, REFRESH_TOKEN_MS),
      expiresAtMs: expiryMs(clock.wallMs()),
      tokenType: 'Bearer',
    };
  }

  function startSession(employee: Employee, sessionId: string = randomUUID()): TokenAnswer {
    const known = sessionsOf.get(employee.id) ?? new Set();
    sessionsOf.set(employee.id, known.add(sessionId));
    return answerFor(employee, sessionId, 0);
  }

  /** The live employee and session behind verified user claims. */
  function mustBeAlive({ sub, sid, iatMs }: SandboxClaims): { employee: Employee; sessionId: string } {
    const employee = directory.findEmployee(sub);
    if (!employee || sid === null) throw unauthenticated('This token belongs to nobody here.');
    const isOlder = !sessionsOf.get(sub)?.has(sid) && iatMs < (revokedBeforeMs.get(sub) ?? 0);
    if (revoked.has(sid) || isOlder || !employee.active) throw sessionRevoked('This session was ended.');
    return { employee, sessionId: sid };
  }

  function refresh(token: string): TokenAnswer {
    const claims = verifyToken(secret, token, clock.wallMs());
    if (claims?.use !== 'refresh' || claims.generation === undefined) {
      throw unauthenticated('This refresh token is not valid.');
    }
    const { employee, sessionId } = mustBeAlive(claims);
    const verdict = families.judge(sessionId, claims.generation, clock.wallMs());
    if (verdict.kind === 'repeat') return verdict.answer;
    if (verdict.kind === 'reuse') {
      revoked.add(sessionId);
      throw sessionRevoked('This refresh token was used before; its session is ended.');
    }
    const answer = answerFor(employee, sessionId, claims.generation + 1);
    families.remember(sessionId, claims.generation, { answer, atMs: clock.wallMs() });
    return answer;
  }

  function exchangeCode(request: Extract<TokenRequest, { grant_type: 'authorization_code' }>): TokenAnswer {
    const issued = codes.get(request.code);
    if (!issued) throw unauthenticated('This code is not valid.');
    if (issued.isUsed) {
      revoked.add(issued.sessionId); // RFC 6749, section 4.1.2: a code seen twice was stolen
      throw sessionRevoked('This code was used before; its session is ended.');
    }
    issued.isUsed = true;
    const challenge = createHash('sha256').update(request.code_verifier).digest('base64url');
    const isRightful =
      issued.expiresAtMs > clock.wallMs() &&
      issued.challenge === challenge &&
      issued.redirectUri === request.redirect_uri &&
      issued.clientId === request.client_id;
    const employee = directory.findEmployee(issued.employeeId);
    if (!isRightful || !employee?.active) throw unauthenticated('This code is not valid.');
    return startSession(employee, issued.sessionId);
  }

  function findByPassword(email: string, password: string): Employee | undefined {
    const account = seed.accounts.find((candidate) => candidate.email === email.trim().toLowerCase());
    if (!isSameText(account?.password ?? '', password) || !account) return undefined;
    const employee = directory.findEmployee(account.employeeId);
    return employee?.active ? employee : undefined;
  }

  function grantService(id: string, givenSecret: string, scope: string | undefined): TokenAnswer {
    const service = seed.services.find(({ clientId }) => clientId === id);
    if (!isSameText(service?.clientSecret ?? '', givenSecret) || !service) throw unauthenticated('Unknown client.');
    const wanted = scope?.split(' ').filter(Boolean) ?? [...SERVICE_SCOPES];
    if (!wanted.every(isServiceScope)) throw new SandboxProblem('BAD_REQUEST', 'Scopes are billing and read.');
    const claims = { sub: id, tenantId: null, sid: null, use: 'access', scope: wanted.join(' ') } as const;
    const accessToken = mint(claims, ACCESS_TOKEN_MS);
    return { accessToken, expiresAtMs: expiryMs(clock.wallMs()), tokenType: 'Bearer' };
  }

  return {
    grant(request) {
      switch (request.grant_type) {
        case 'password': {
          const employee = findByPassword(request.username, request.password);
          if (!employee) throw unauthenticated('E-mail or password is wrong.');
          return startSession(employee);
        }
        case 'authorization_code':
          return exchangeCode(request);
        case 'refresh_token':
          return refresh(request.refresh_token);
        case 'client_credentials':
          return grantService(request.client_id, request.client_secret, request.scope);
      }
    },
    authenticate(authorization) {
      const token = /^Bearer ([\w\-.]+)$/i.exec(authorization ?? '')?.[1];
      const claims = token === undefined ? undefined : verifyToken(secret, token, clock.wallMs());
      if (claims?.use !== 'access') throw unauthenticated('A valid access token is needed.');
      if (claims.tenantId === null) {
        return { kind: 'service', scopes: (claims.scope ?? '').split(' ').filter(isServiceScope) };
      }
      return { kind: 'user', ...mustBeAlive(claims), expiresAtMs: claims.exp * 1000 };
    },
    findByPassword,
    issueCode(code) {
      const name = randomBytes(32).toString('base64url');
      codes.set(name, { ...code, sessionId: randomUUID(), expiresAtMs: clock.wallMs() + CODE_MS, isUsed: false });
      return name;
    },
    revokeSession: (sessionId) => void revoked.add(sessionId),
    revokeEmployee(employeeId) {
      for (const sessionId of sessionsOf.get(employeeId) ?? []) revoked.add(sessionId);
      revokedBeforeMs.set(employeeId, clock.wallMs());
    },
  };
}

/** The end that stands in the token, which counts in whole seconds. */
function expiryMs(nowMs: number): number {
  return Math.floor((nowMs + ACCESS_TOKEN_MS) / 1000) * 1000;
}

function isServiceScope(scope: string): scope is ServiceScope {
  return SERVICE_SCOPES.some((known) => known === scope);
}

function isSameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function unauthenticated(detail: string): SandboxProblem {
  return new SandboxProblem('UNAUTHENTICATED', detail, { 'www-authenticate': 'Bearer' });
}

function sessionRevoked(detail: string): SandboxProblem {
  return new SandboxProblem('SESSION_REVOKED', detail, { 'www-authenticate': 'Bearer' });
}
