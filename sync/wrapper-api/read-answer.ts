import { SatchelError } from '../protocol/satchel-error.ts';
import { codeOfProblem, Problem } from './problem.ts';
import { retryAfterMs } from './retry-delay.ts';

/** The largest answer of the contract (all permissions of a large tenant) is far below this. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** What a caller knows of an endpoint when reading its answer. */
interface AnswerReader<T> {
  readonly endpointId: string;
  parse(
    value: unknown,
  ): { readonly success: true; readonly data: T } | { readonly success: false; readonly error: unknown };
  readonly nowMs: number;
}

/**
 * The value of a 200 answer. Only status, content type and a fitting body together count as the wrapper speaking;
 * whatever else stands between (captive portal, proxy, redirect) is "not reached".
 * @throws SatchelError WRAPPER_UNREACHABLE | BAD_ANSWER | the code of the problem answer
 */
export async function readAnswer<T>(response: Response, reader: AnswerReader<T>): Promise<T> {
  if (response.redirected || response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    throw notTheWrapper(response, 'redirect');
  }
  if (!response.ok) throw await errorOf(response, reader);
  if (response.status !== 200 || !isJson(response)) throw notTheWrapper(response, 'content-type');
  const result = reader.parse(parseJson(await readText(response), reader.endpointId));
  if (result.success) return result.data;
  throw badAnswer(`The wrapper's answer to ${reader.endpointId} does not fit the contract.`, result.error);
}

async function errorOf<T>(response: Response, { endpointId, nowMs }: AnswerReader<T>): Promise<SatchelError> {
  const { status } = response;
  if (status >= 500) return notTheWrapper(response, 'status');
  // gateways answer 429 themselves, without a problem body
  if (status !== 429 && !isJson(response)) return notTheWrapper(response, 'content-type');
  const problem = isJson(response) ? Problem.safeParse(parseJsonOrNull(await readText(response))) : undefined;
  const code = codeOfProblem(status, problem?.data?.code);
  const pause = status === 429 ? { retryAfterMs: retryAfterMs(response.headers.get('retry-after'), nowMs) } : {};
  const detail = problem?.data?.detail ?? problem?.data?.title ?? `status ${status}`;
  return new SatchelError(code, `The wrapper refused ${endpointId}: ${detail}`, { data: { status, ...pause } });
}

async function readText(response: Response): Promise<string> {
  const chunks: string[] = [];
  const decoder = new TextDecoder();
  let sizeBytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    sizeBytes += part.value.byteLength;
    if (sizeBytes > MAX_ANSWER_BYTES) {
      await reader?.cancel();
      throw badAnswer(`The wrapper's answer is larger than ${MAX_ANSWER_BYTES} bytes.`, undefined);
    }
    chunks.push(decoder.decode(part.value, { stream: true }));
  }
  return chunks.join('') + decoder.decode();
}

function isJson(response: Response): boolean {
  return /^application\/([a-z0-9.-]+\+)?json\b/i.test(response.headers.get('content-type') ?? '');
}

function parseJson(text: string, endpointId: string): unknown {
  try {
    return parseWithoutProto(text);
  } catch (error) {
    throw badAnswer(`The wrapper's answer to ${endpointId} is no JSON.`, error);
  }
}

function parseJsonOrNull(text: string): unknown {
  try {
    return parseWithoutProto(text);
  } catch {
    return null;
  }
}

/** Asked of the text first: a function called for each of a thousand permissions costs more than the rest of the call. */
const parseWithoutProto = (text: string): unknown =>
  MAY_NAME_PROTO.test(text) ? (JSON.parse(text, dropProto) as unknown) : (JSON.parse(text) as unknown);

/** An escape may hide a letter of the name. */
const MAY_NAME_PROTO = /__proto__|constructor|prototype|\\u/;

/** Keys by which data could reach a prototype never get past the parser. */
function dropProto(key: string, value: unknown): unknown {
  return key === '__proto__' || key === 'constructor' || key === 'prototype' ? undefined : value;
}

function badAnswer(message: string, cause: unknown): SatchelError {
  return new SatchelError('BAD_ANSWER', message, { cause });
}

function notTheWrapper(response: Response, reason: 'redirect' | 'status' | 'content-type'): SatchelError {
  return new SatchelError(
    'WRAPPER_UNREACHABLE',
    `Something other than a working wrapper answered (${response.status}).`,
    {
      data: { reason, status: response.status },
    },
  );
}
