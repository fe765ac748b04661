import { implement } from '@orpc/server';
import { appContract } from '../contract/app-contract.ts';
import type { SessionStatus, SyncStatus } from '../contract/types.ts';
import type { ReadContext } from './read-routes.ts';
import type { SignedIn } from './signed-in.ts';
import { passingErrors } from './wire-error.ts';

/** What the app contract may reach of the engine. */
export interface AppContext extends ReadContext {
  /** @throws SatchelError SIGNED_OUT */
  readonly signedIn: () => SignedIn;
  readonly sessionStatus: () => SessionStatus;
  readonly syncStatus: () => SyncStatus;
  readonly watchStatus: (signal: AbortSignal | undefined) => AsyncGenerator<SyncStatus>;
  readonly signOut: (isUnsentKept: boolean) => Promise<SessionStatus>;
  readonly workOffline: (isOn: boolean) => SyncStatus;
}

/** What the routes of every topic are made with. */
export const implementApp = () =>
  implement(appContract)
    .$context<AppContext>()
    .use(({ next }) => passingErrors(next));
export type AppImplementer = ReturnType<typeof implementApp>;
