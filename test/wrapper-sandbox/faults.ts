import { z } from 'zod';
import type { Clock, Random } from '../../sync/model/clock.ts';
import { SandboxProblem } from './sandbox-problem.ts';

/** `PUT /_sandbox/faults` replaces all of them; `{}` is a healthy wrapper. */
export const Faults = z.strictObject({
  outage: z.boolean().optional(),
  latencyMs: z.number().min(0).max(600_000).optional(),
  errorRate: z.number().min(0).max(1).optional(),
  rateLimit: z.strictObject({ perSecond: z.number().min(0), retryAfterS: z.number().min(0).max(86_400) }).optional(),
  captivePortal: z.boolean().optional(),
});
export type Faults = z.infer<typeof Faults>;

const PORTAL_PAGE = '<!doctype html><title>Hotel Wi-Fi</title><h1>Welcome</h1><p>Accept the terms to go online.</p>';

export interface FaultInjector {
  get(): Faults;
  set(faults: Faults): void;
  /** The answer a fault gives instead of the real one; undefined when the call goes through. */
  intercept(): Response | undefined;
  /** Holds an answer back; processing has happened by then, as behind a slow network. */
  delay(): Promise<void>;
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

  return {
    get: () => faults,
    set(next) {
      faults = next;
      recentMs = [];
    },
    intercept() {
      if (faults.outage) return Response.error();
      if (faults.captivePortal)
        return new Response(PORTAL_PAGE, { headers: { 'content-type': 'text/html; charset=utf-8' } });
      const { rateLimit, errorRate = 0 } = faults;
      if (rateLimit && isOverRate(rateLimit.perSecond)) {
        const headers = { 'retry-after': String(rateLimit.retryAfterS) };
        return new SandboxProblem('RATE_LIMITED', 'Too many requests.', headers).toResponse();
      }
      return random() < errorRate ? new SandboxProblem('UNAVAILABLE', 'Out of order.').toResponse() : undefined;
    },
    delay() {
      const { latencyMs = 0 } = faults;
      if (latencyMs === 0 || faults.outage) return Promise.resolve();
      return new Promise((resolve) => clock.setTimer(resolve, latencyMs));
    },
  };
}
