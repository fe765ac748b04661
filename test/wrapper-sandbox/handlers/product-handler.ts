import type { HttpResponseResolver } from 'msw';
import { chargeKeysOf } from '../call-log.ts';
import { endpointOf } from '../endpoint-of.ts';
import { SandboxProblem } from '../sandbox-problem.ts';
import type { SandboxState } from '../sandbox-state.ts';

/** Larger than any request of the contract (1000 charges are about 150 kB). */
const MAX_BODY_BYTES = 1024 * 1024;

/** One call of the product, read and logged. */
export interface ProductCall {
  readonly request: Request;
  readonly url: URL;
  readonly body: string;
  /** A path parameter; empty when the path has none of that name. */
  param(name: string): string;
}

/** Wraps a handler of the product's API: logged, hit by the faults, problems answered as such. */
export function productHandler(
  state: SandboxState,
  respond: (call: ProductCall) => Response | Promise<Response>,
): HttpResponseResolver {
  return async ({ request, params }) => {
    const url = new URL(request.url);
    const body = await request.text();
    const idempotencyKey = chargeKeysOf(body);
    const finish = state.log.begin({
      method: request.method,
      path: url.pathname,
      atMs: state.clock.wallMs(),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    const param = (name: string): string => String(params[name] ?? '');
    const faults = state.faults.on(endpointOf(request.method, url.pathname));
    const answer = faults.intercept() ?? (await answered(() => respond({ request, url, body, param }), body));
    const response = await faults.spoil(answer);
    await faults.delay();
    finish(response.type === 'error' ? 0 : response.status);
    return response;
  };
}

/** Answers problems thrown by a handler; anything else is a defect of the sandbox and says so. */
async function answered(answer: () => Response | Promise<Response>, body: string): Promise<Response> {
  try {
    if (body.length > MAX_BODY_BYTES) throw new SandboxProblem('TOO_LARGE', 'The body is too large.');
    return await answer();
  } catch (error) {
    if (error instanceof SandboxProblem) return error.toResponse();
    throw error;
  }
}
