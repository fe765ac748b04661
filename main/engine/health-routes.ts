import type { AppImplementer } from './app-context.ts';
import { healthNow } from './health-now.ts';

/** What was measured so far is stored before the answer, so that the reader shows it. */
export function healthRoutes({ health }: AppImplementer) {
  return {
    now: health.now.handler(async ({ context }) => {
      const signedIn = context.signedIn();
      await signedIn.monitor.store();
      return healthNow(signedIn);
    }),
  };
}
