import { createHash, randomBytes } from 'node:crypto';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { createWrapperClient } from '../../sync/wrapper-api/client.ts';
import { systemClock } from './system-clock.ts';

/** The desktop app at the account service: a public client, proven by PKCE alone. */
const CLIENT_ID = 'satchel-app';
const STARTED_FOR_MS = 10 * 60_000;
const MAX_STARTED = 20;
const PROBE_MS = 3000;

export interface SignInFlow {
  /**
   * The address of the account service's own page.
   * @throws SatchelError WRAPPER_UNREACHABLE: better said here than by the browser's error page
   */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly state: string }>;
  /**
   * Takes what the account service sent back; a state counts once and for ten minutes.
   * @throws SatchelError PERMISSION_DENIED | BAD_REQUEST | UNAUTHENTICATED | WRAPPER_UNREACHABLE
   */
  finish(answer: URLSearchParams): Promise<{ readonly accessToken: string; readonly refreshToken: string }>;
  close(): void;
}

interface Started {
  readonly verifier: string;
  readonly redirectUri: string;
  readonly endsAtMs: number;
}

/** Authorization code with PKCE (RFC 7636, S256), for a loopback address or the app's own scheme. */
export function createSignInFlow({ wrapperUrl }: { readonly wrapperUrl: string }): SignInFlow {
  const wrapper = createWrapperClient({ baseUrl: wrapperUrl, fetch: globalThis.fetch, clock: systemClock });
  const startedByState = new Map<string, Started>();
  return {
    async begin(redirectUri) {
      const state = randomText();
      const verifier = randomText();
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      const url = wrapper.authorizeUrl({
        client_id: CLIENT_ID,
        redirect_uri: redirectUri,
        code_challenge: challenge,
        state,
      });
      await assertReachable(url);
      startedByState.set(state, { verifier, redirectUri, endsAtMs: performance.now() + STARTED_FOR_MS });
      for (const oldest of [...startedByState.keys()].slice(0, -MAX_STARTED)) startedByState.delete(oldest);
      return { url, state };
    },
    async finish(answer) {
      const state = answer.get('state') ?? '';
      const started = startedByState.get(state);
      startedByState.delete(state);
      if (!started || started.endsAtMs < performance.now())
        throw new SatchelError('BAD_REQUEST', 'This sign-in was not started here, or too long ago. Start again.');
      const code = answer.get('code');
      if (code === null) throw refused(answer.get('error'));
      const { verifier, redirectUri } = started;
      const { accessToken, refreshToken } = await wrapper.token({
        request: {
          grant_type: 'authorization_code',
          code,
          code_verifier: verifier,
          redirect_uri: redirectUri,
          client_id: CLIENT_ID,
        },
      });
      if (refreshToken === undefined)
        throw new SatchelError('BAD_ANSWER', 'The account service gave no refresh token.');
      return { accessToken, refreshToken };
    },
    close: () => wrapper.close(),
  };
}

const randomText = (): string => randomBytes(32).toString('base64url');

/** The other side's words are not repeated: they come through the address line. */
function refused(error: string | null): SatchelError {
  if (error === 'access_denied')
    return new SatchelError('PERMISSION_DENIED', 'The account service did not allow the sign-in.');
  return new SatchelError('BAD_REQUEST', 'The account service sent no sign-in back. Start again.');
}

async function assertReachable(url: string): Promise<void> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) });
    await response.body?.cancel();
  } catch (cause) {
    throw new SatchelError(
      'WRAPPER_UNREACHABLE',
      'The account service cannot be reached. Check the network and try again.',
      { cause },
    );
  }
}
