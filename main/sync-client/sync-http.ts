import type { z } from 'zod';
import type { Clock } from '../../sync/model/clock.ts';
import { errorOfProblem, Problem } from '../../sync/protocol/problem.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../sync/protocol/version.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';

/** A page of rows may be large and the line slow; a request without any end would never be noticed. */
const DEADLINE_MS = 30_000;

export interface SyncHttp {
  /** @throws SatchelError SERVER_UNREACHABLE | BAD_ANSWER | the code of the server's problem */
  post<T>(path: string, body: unknown, answer: z.ZodType<T>, call: { token: string }): Promise<T>;
  /** A stream of server-sent events; the caller reads and closes it. @throws as `post` */
  openEvents(call: { token: string; signal: AbortSignal }): Promise<ReadableStream<Uint8Array>>;
}

export interface SyncHttpOptions {
  readonly syncUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Ends every request that is under way. */
  readonly closing: AbortSignal;
}

/** The sync server over HTTP. Success means status, content type, protocol header and a body that fits its schema. */
export function createSyncHttp({ syncUrl, fetch, clock, closing }: SyncHttpOptions): SyncHttp {
  const base = allowedBase(syncUrl);
  // On this machine compressing costs more than it saves.
  const encodings = isLoopback(new URL(base)) ? 'identity' : 'zstd, br, gzip';

  async function send(path: string, init: RequestInit & { token: string }): Promise<Response> {
    const { token, ...rest } = init;
    const headers = {
      authorization: `Bearer ${token}`,
      [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
      'accept-encoding': encodings,
      ...(rest.body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const response = await fetch(base + path, { ...rest, headers, redirect: 'error' });
    // A captive portal answers anything with 200 and a page.
    if (response.headers.get(PROTOCOL_HEADER) === null) {
      throw new SatchelError('SERVER_UNREACHABLE', 'Something else than the sync server answered.', {
        data: { status: response.status },
      });
    }
    if (!response.ok) throw errorOfProblem(Problem.parse(await response.json()));
    return response;
  }

  return {
    post: (path, body, answer, { token }) =>
      withDeadline(clock, closing, async (deadline) => {
        const response = await send(path, { method: 'POST', body: JSON.stringify(body), token, signal: deadline });
        return parsed(await response.json(), answer, path);
      }),
    openEvents: ({ token, signal }) =>
      translated(async () => {
        const response = await send('/v1/events', { method: 'GET', token, signal });
        if (response.body === null) throw new SatchelError('BAD_ANSWER', 'The server sent no stream of events.');
        return response.body;
      }),
  };
}

function parsed<T>(body: unknown, answer: z.ZodType<T>, path: string): T {
  const result = answer.safeParse(body);
  if (result.success) return result.data;
  throw new SatchelError('BAD_ANSWER', `The server's answer to ${path} has another shape than agreed.`, {
    cause: result.error,
  });
}

async function withDeadline<T>(
  clock: Clock,
  closing: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timer = new AbortController();
  const cancel = clock.setTimer(() => timer.abort(), DEADLINE_MS);
  try {
    return await translated(() => run(AbortSignal.any([closing, timer.signal])));
  } finally {
    cancel();
  }
}

/** Whatever keeps an answer from coming is the same to the user: the server is away. */
async function translated<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof SatchelError) throw error;
    throw new SatchelError('SERVER_UNREACHABLE', 'The sync server does not answer.', { cause: error });
  }
}

/** Plain http only to this machine (design.md, section 4). */
function allowedBase(syncUrl: string): string {
  const url = new URL(syncUrl);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return url.href.replace(/\/$/, '');
  throw new SatchelError('BAD_REQUEST', `The sync server's address has to be https: ${url.origin}`);
}

const isLoopback = ({ hostname }: URL): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
