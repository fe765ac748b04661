import { implement } from '@orpc/server';
import { hostContract } from '../contract/host-contract.ts';
import type { SessionStatus } from '../contract/types.ts';
import { passingErrors } from './wire-error.ts';

export interface HostContext {
  readonly signIn: (tokens: { readonly accessToken: string; readonly refreshToken: string }) => Promise<SessionStatus>;
  readonly resume: () => Promise<SessionStatus>;
  readonly sessionStatus: () => SessionStatus;
  readonly resumed: () => void;
}

/** The host contract: for the shell that owns the engine, never for a window. */
export function createHostRouter() {
  const os = implement(hostContract)
    .$context<HostContext>()
    .use(({ next }) => passingErrors(next));
  return {
    session: {
      signIn: os.session.signIn.handler(({ context, input }) => context.signIn(input)),
      resume: os.session.resume.handler(({ context }) => context.resume()),
      status: os.session.status.handler(({ context }) => context.sessionStatus()),
    },
    power: {
      resumed: os.power.resumed.handler(({ context }) => context.resumed()),
    },
  };
}
