import type { Clock } from '../model/clock.ts';
import { SatchelError } from '../protocol/satchel-error.ts';
import type { Endpoint } from './endpoints.ts';
import { readAnswer } from './read-answer.ts';
import { withDeadline } from './with-deadline.ts';

/** One attempt ends after this (design, section 5). */
const ATTEMPT_DEADLINE_MS = 1_000;

/** The values of one call, still in the contract's terms. */
export interface WrapperRequest {
  readonly token?: string | undefined;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly etag?: string | undefined;
}

interface Conditional {
  readonly etag: string | null;
  /** From Cache-Control; 0 for an answer that must be asked for every time. */
  readonly maxAgeMs?: number;
}
/** What a GET gave; `isNotModified` means that the value of the given ETag still holds. */
export type Fetched<T> =
  | (Conditional & { readonly isNotModified: false; readonly value: T })
  | (Conditional & { readonly isNotModified: true });

interface Sender {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Told the status as soon as there is one. */
  readonly onStatus: (status: number) => void;
}

/**
 * One attempt, no retry.
 * @throws SatchelError WRAPPER_UNREACHABLE | BAD_ANSWER | CANCELLED | UNAUTHENTICATED | SESSION_REVOKED |
 * PERMISSION_DENIED | NOT_FOUND | BAD_REQUEST | TOO_LARGE | RATE_LIMITED (data.retryAfterMs)
 */
export function sendRequest<T>(
  sender: Sender,
  endpoint: Endpoint<T>,
  { signal, ...request }: WrapperRequest & { readonly signal?: AbortSignal | undefined },
): Promise<Fetched<T>> {
  const options = { clock: sender.clock, deadlineMs: ATTEMPT_DEADLINE_MS, signal };
  return withDeadline(options, (attemptSignal) => exchange(sender, endpoint, { ...request, signal: attemptSignal }));
}

async function exchange<T>(
  { baseUrl, fetch, clock, onStatus }: Sender,
  endpoint: Endpoint<T>,
  request: WrapperRequest & { readonly signal: AbortSignal },
): Promise<Fetched<T>> {
  try {
    const init = { ...initOf(endpoint, request), signal: request.signal };
    const response = await fetch(baseUrl + urlPathOf(endpoint, request), init);
    onStatus(response.status);
    const conditional = { etag: response.headers.get('etag'), ...maxAgeOf(response) };
    if (response.status === 304 && request.etag !== undefined) {
      return { isNotModified: true, ...conditional, etag: conditional.etag ?? request.etag };
    }
    const parse = (value: unknown) => endpoint.answer.safeParse(value);
    const value = await readAnswer(response, { endpointId: endpoint.id, parse, nowMs: clock.wallMs() });
    return { isNotModified: false, value, ...conditional };
  } catch (error) {
    if (error instanceof SatchelError) throw error;
    throw new SatchelError('WRAPPER_UNREACHABLE', 'The wrapper could not be reached.', {
      cause: error,
      data: { reason: 'network' },
    });
  }
}

/** Path and query of a request; equal requests give equal text. */
export function urlPathOf(
  endpoint: Pick<Endpoint<unknown>, 'path'>,
  { params = {}, query = {} }: WrapperRequest,
): string {
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

function initOf(endpoint: Endpoint<unknown>, { token, etag, body }: WrapperRequest): RequestInit {
  const headers = new Headers({ accept: 'application/json' });
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (etag !== undefined) headers.set('if-none-match', etag);
  const encoded = endpoint.request && body ? encode(endpoint.request.encoding, body) : null;
  if (encoded) headers.set('content-type', encoded.type);
  return { method: endpoint.method, headers, body: encoded?.text ?? null, redirect: 'manual', cache: 'no-store' };
}

function encode(encoding: 'form' | 'json', body: Readonly<Record<string, unknown>>): { type: string; text: string } {
  if (encoding === 'json') return { type: 'application/json', text: JSON.stringify(body) };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body))
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      form.set(name, String(value));
  return { type: 'application/x-www-form-urlencoded', text: form.toString() };
}

function maxAgeOf(response: Response): { maxAgeMs?: number } {
  const header = response.headers.get('cache-control') ?? '';
  if (/\bno-(cache|store)\b/i.test(header)) return { maxAgeMs: 0 };
  const seconds = /\bmax-age=(\d{1,9})\b/i.exec(header)?.[1];
  return seconds === undefined ? {} : { maxAgeMs: Number(seconds) * 1000 };
}
