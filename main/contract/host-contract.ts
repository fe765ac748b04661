import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { SessionStatus } from './types.ts';

/** For the shell that owns the engine; never reachable from a window. */
export const hostContract = {
  session: {
    /**
     * Opens the folder of this user after a live validation of the token.
     * @throws UNAUTHENTICATED | WRAPPER_UNREACHABLE | WRONG_KEY | DATABASE_DAMAGED | FILE_TOO_NEW | ALREADY_RUNNING
     */
    signIn: oc.input(z.object({ accessToken: z.string(), refreshToken: z.string() })).output(type<SessionStatus>()),
    /** Opens the last user's folder again after a restart, without the network. */
    resume: oc.output(type<SessionStatus>()),
    status: oc.output(type<SessionStatus>()),
  },
  power: {
    /** The machine woke up: the clocks are compared and the connection is tried again. */
    resumed: oc.output(type<void>()),
  },
};
