import type { z } from 'zod';
import type { Clock } from '../../sync/model/clock.ts';
import { DEVICE_HEADER } from '../../sync/protocol/access.ts';
import { errorOfProblem, Problem } from '../../sync/protocol/problem.ts';
import { OWN_PROTOCOL, PROTOCOL_HEADER, protocolOf, statedProtocol } from '../../sync/protocol/version.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';

/** A page of rows may be large and the line slow; a request without any end would never be noticed. */
const DEADLINE_MS = 30_000;
/** Far above any page; more would only fill the memory. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export interface SyncHttp {
  /** @throws SatchelError SERVER_UNREACHABLE | BAD_ANSWER | the code of the server's problem */
  post<T>(path: string, body: unknown, answer: z.ZodType<T>, call: { token: string }): Promise<T>;
  /** @throws as `post` */
  get<T>(path: string, answer: z.ZodType<T>, call: { token: string }): Promise<T>;
  /** A stream of server-sent events; the caller reads and closes it. @throws as `post` */
  openEvents(call: { token: string; signal: AbortSignal }): Promise<ReadableStream<Uint8Array>>;
}

export interface SyncHttpOptions {
  readonly syncUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Told with every request, for the access log. */
  readonly deviceId: string;
  /** Ends every request that is under way. */
  readonly closing: AbortSignal;
}

/** The sync server over HTTP. Success means status, content type, protocol header and a body that fits its schema. */
export function createSyncHttp({ syncUrl, fetch, clock, deviceId, closing }: SyncHttpOptions): SyncHttp {
  const base = allowedBase(syncUrl);
  // On this machine compressing costs more than it saves.
  const encodings = isLoopback(new URL(base)) ? 'identity' : 'zstd, br, gzip';

  async function send(path: string, init: RequestInit & { token: string }): Promise<Response> {
    const { token, ...rest } = init;
    const headers = {
      authorization: `Bearer ${token}`,
      [PROTOCOL_HEADER]: statedProtocol(OWN_PROTOCOL),
      [DEVICE_HEADER]: deviceId,
      'accept-encoding': encodings,
      ...(rest.body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const response = await fetch(base + path, { ...rest, headers, redirect: 'error' });
    assertServer(response);
    if (!response.ok) throw await problemIn(response, path);
    return response;
  }

  const ask = <T>(path: string, init: RequestInit & { token: string }, answer: z.ZodType<T>): Promise<T> =>
    withDeadline(clock, closing, async (deadline) => {
      const response = await send(path, { ...init, signal: deadline });
      if (typeOf(response) !== 'application/json') throw wrongShape(path);
      return parsed(await jsonIn(response), answer, path);
    });

  return {
    post: (path, body, answer, { token }) => ask(path, { method: 'POST', body: JSON.stringify(body), token }, answer),
    get: (path, answer, { token }) => ask(path, { method: 'GET', token }, answer),
    openEvents: ({ token, signal }) =>
      withDeadline(clock, AbortSignal.any([closing, signal]), async (deadline) => {
        const response = await send('/v1/events', { method: 'GET', token, signal: deadline });
        if (response.body === null || typeOf(response) !== 'text/event-stream') throw wrongShape('/v1/events');
        return response.body;
      }),
  };
}

/** A captive portal answers anything with 200 and a page; whatever stands in between knows nothing of the protocol. */
function assertServer({ headers, status }: Response): void {
  const server = protocolOf(headers.get(PROTOCOL_HEADER));
  const retryAfterMs = Number(headers.get('retry-after') ?? 0) * 1000;
  if (server === undefined) {
    throw new SatchelError('SERVER_UNREACHABLE', 'Something else than the sync server answered.', {
      data: { status, ...(retryAfterMs > 0 ? { retryAfterMs } : {}) },
    });
  }
  if (server.version < OWN_PROTOCOL.floor)
    throw new SatchelError('PROTOCOL_TOO_NEW', 'The sync server is too old for this program; it has to be updated.');
  if (server.floor > OWN_PROTOCOL.version)
    throw new SatchelError('PROTOCOL_TOO_OLD', 'The sync server needs a newer program; update it.');
}

async function problemIn(response: Response, path: string): Promise<SatchelError> {
  if (typeOf(response) !== 'application/problem+json') return wrongShape(path);
  return errorOfProblem(Problem.parse(await jsonIn(response)));
}

const typeOf = ({ headers }: Response): string | undefined =>
  headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();

/** @throws SatchelError BAD_ANSWER for an answer of any size, before it is all here */
async function jsonIn({ body }: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new SatchelError('BAD_ANSWER', 'The server sent more than a page can be.');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}

function parsed<T>(body: unknown, answer: z.ZodType<T>, path: string): T {
  const result = answer.safeParse(body);
  if (result.success) return result.data;
  throw wrongShape(path, result.error);
}

const wrongShape = (path: string, cause?: unknown): SatchelError =>
  new SatchelError('BAD_ANSWER', `The server's answer to ${path} has another shape than agreed.`, { cause });

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
