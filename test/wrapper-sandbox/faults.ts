import { z } from 'zod';
import type { Clock, Random } from '../../sync/model/clock.ts';
import { isEndpointId, type EndpointId } from './endpoint-of.ts';
import { SandboxProblem } from './sandbox-problem.ts';
import { spoilt, SPOILS } from './spoilt-answer.ts';

/** `PUT /_sandbox/faults` replaces all of them; `{}` is a healthy wrapper. */
export const Faults = z.strictObject({
  outage: z.boolean().optional(),
  latencyMs: z.number().min(0).max(600_000).optional(),
  errorRate: z.number().min(0).max(1).optional(),
  rateLimit: z.strictObject({ perSecond: z.number().min(0), retryAfterS: z.number().min(0).max(86_400) }).optional(),
  captivePortal: z.boolean().optional(),
  /** The call is refused as if its token had ended, or its session. */
  refuse: z.enum(['UNAUTHENTICATED', 'SESSION_REVOKED']).optional(),
  /** What was asked for is done, and the answer arrives damaged. */
  spoil: z.enum(SPOILS).optional(),
  /** Only these calls are hit; all of them when missing. */
  only: z.array(z.custom<EndpointId>(isEndpointId, 'an endpoint of the wrapper')).min(1).optional(),
});
export type Faults = z.infer<typeof Faults>;

const PORTAL_PAGE = '<!doctype html><title>Hotel Wi-Fi</title><h1>Welcome</h1><p>Accept the terms to go online.</p>';

/** What the faults do to one call. */
export interface CallFaults {
  /** The answer a fault gives instead of the real one; undefined when the call goes through. */
  intercept(): Response | undefined;
  spoil(answer: Response): Promise<Response>;
  /** Holds an answer back; processing has happened by then, as behind a slow network. */
  delay(): Promise<void>;
}

export interface FaultInjector {
  get(): Faults;
  set(faults: Faults): void;
  on(endpoint: EndpointId | undefined): CallFaults;
}

export function createFaultInjector(clock: Clock, random: Random): FaultInjector {
  let faults: Faults = {};
  let recentMs: number[] = [];

  function isOverRate(perSecond: number): boolean {
    const nowMs = clock.monotonicMs();
    recentMs = recentMs.filter((atMs) => nowMs - atMs < 1000);
    if (recentMs.length >= perSecond) return true;
    recentMs.push(nowMs);
    return false;
  }

  function intercept({ outage, captivePortal, rateLimit, refuse, errorRate = 0 }: Faults): Response | undefined {
    if (outage) return Response.error();
    if (captivePortal) return new Response(PORTAL_PAGE, { headers: { 'content-type': 'text/html; charset=utf-8' } });
    if (rateLimit && isOverRate(rateLimit.perSecond)) {
      const headers = { 'retry-after': String(rateLimit.retryAfterS) };
      return new SandboxProblem('RATE_LIMITED', 'Too many requests.', headers).toResponse();
    }
    if (refuse) return new SandboxProblem(refuse, 'Refused by a fault of the sandbox.').toResponse();
    return random() < errorRate ? new SandboxProblem('UNAVAILABLE', 'Out of order.').toResponse() : undefined;
  }

  return {
    get: () => faults,
    set(next) {
      faults = next;
      recentMs = [];
    },
    on(endpoint) {
      // read at each step: a fault may begin while a call is under way
      const active = (): Faults => {
        const { only } = faults;
        return only === undefined || (endpoint !== undefined && only.includes(endpoint)) ? faults : {};
      };
      return {
        intercept: () => intercept(active()),
        async spoil(answer) {
          const how = active().spoil;
          return how ? spoilt(how, answer) : answer;
        },
        delay() {
          const { latencyMs = 0, outage } = active();
          if (latencyMs === 0 || outage) return Promise.resolve();
          return new Promise((resolve) => clock.setTimer(resolve, latencyMs));
        },
      };
    },
  };
}
