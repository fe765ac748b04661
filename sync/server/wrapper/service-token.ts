import type { Clock } from '../../model/clock.ts';
import { SatchelError } from '../../protocol/satchel-error.ts';
import type { WrapperClient } from '../../wrapper-api/client.ts';

export interface ServiceCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A token this close to its end is not used for a new call. */
const MARGIN_MS = 30_000;

export interface ServiceToken {
  /** Runs `call` with the server's own token; once more with a new one when the wrapper no longer takes it. */
  use<T>(call: (token: string) => Promise<T>): Promise<T>;
}

export function createServiceToken(
  wrapper: WrapperClient,
  credentials: ServiceCredentials,
  clock: Clock,
): ServiceToken {
  let current: { readonly token: string; readonly expiresAtMs: number } | undefined;
  let asking: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const answer = await wrapper.token({
      request: {
        grant_type: 'client_credentials',
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret,
      },
    });
    current = { token: answer.accessToken, expiresAtMs: answer.expiresAtMs };
    return answer.accessToken;
  }

  function token(): Promise<string> {
    if (current && current.expiresAtMs - MARGIN_MS > clock.wallMs()) return Promise.resolve(current.token);
    asking ??= ask().finally(() => (asking = undefined));
    return asking;
  }

  return {
    async use(call) {
      try {
        return await call(await token());
      } catch (error) {
        if (!(error instanceof SatchelError) || error.code !== 'UNAUTHENTICATED') throw error;
        current = undefined;
        return call(await token());
      }
    },
  };
}
