import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const MAX_SESSIONS = 50;

/** Who may talk to the shell: a browser that opened a start address, from pages of the shell itself. */
export interface Access {
  readonly origin: string;
  /** A start address; its token counts once. */
  startUrl(): string;
  /** @returns the `set-cookie` header of a new browser session, undefined for a token that is used or unknown */
  redeem(token: string): string | undefined;
  hasSession(request: IncomingMessage): boolean;
  /** Whether the request was really meant for this address: names that lead here by rebinding have another Host. */
  isForUs(request: IncomingMessage): boolean;
  /** Whether a page of another origin sent it. A request without Origin is no proof of anything. */
  isFromElsewhere(request: IncomingMessage): boolean;
}

export function createAccess(port: number): Access {
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  // Cookies do not tell ports apart, so the name does.
  const cookieName = `satchel-${port}`;
  let tokens: readonly string[] = [];
  let sessions: readonly string[] = [];
  return {
    origin,
    startUrl() {
      const token = randomText();
      tokens = [...tokens, token].slice(-MAX_SESSIONS);
      return `${origin}/?token=${token}`;
    },
    redeem(token) {
      if (!tokens.some((known) => isSame(known, token))) return undefined;
      tokens = tokens.filter((known) => known !== token);
      const session = randomText();
      sessions = [...sessions, session].slice(-MAX_SESSIONS);
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    hasSession(request) {
      const given = cookieOf(request, cookieName);
      return given !== undefined && sessions.some((session) => isSame(session, given));
    },
    isForUs: ({ headers }) => headers.host === host,
    isFromElsewhere: ({ headers }) => headers.origin !== undefined && headers.origin !== origin,
  };
}

export function cookieOf({ headers }: IncomingMessage, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

const randomText = (): string => randomBytes(32).toString('base64url');

export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
