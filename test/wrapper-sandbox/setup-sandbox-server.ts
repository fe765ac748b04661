import { setupServer, type SetupServer } from 'msw/node';
import { sandboxHandlers } from './sandbox-handlers.ts';
import { createSandboxState, type SandboxOptions, type SandboxState } from './sandbox-state.ts';

/** Where `setupSandboxServer` answers; nothing listens there. */
const SANDBOX_ORIGIN = 'https://wrapper.example';

/**
 * The wrapper inside the test's own process: calls to `origin` are answered without a socket, all others are untouched.
 * The caller runs `server.listen()` and `server.close()`.
 */
export function setupSandboxServer({
  origin = SANDBOX_ORIGIN,
  ...options
}: SandboxOptions & { readonly origin?: string } = {}): {
  readonly server: SetupServer;
  readonly state: SandboxState;
  readonly url: string;
} {
  const state = createSandboxState(options);
  return { server: setupServer(...sandboxHandlers(state, origin)), state, url: origin };
}
