import { createWrapperClient, type WrapperClient } from '../../../sync/wrapper-api/client.ts';
import { createFakeClock, type FakeClock } from '../../unit/wrapper-api/fake-clock.ts';
import { DEMO_SERVICE } from '../../wrapper-sandbox/demo-seed.ts';
import { serveSandbox, type ServedSandbox, type ServeOptions } from '../../wrapper-sandbox/serve-sandbox.ts';
import { systemClock } from '../../wrapper-sandbox/system-clock.ts';

export interface OpenSandbox extends AsyncDisposable {
  readonly sandbox: ServedSandbox;
  readonly url: string;
  /** The sandbox's own time; the client runs on the machine's. */
  readonly clock: FakeClock;
  readonly client: WrapperClient;
  /** Signs in the first account of a role, or the one with that e-mail. */
  signIn(who: string): Promise<{
    readonly accessToken: string;
    readonly refreshToken: string;
    readonly employeeId: string;
    readonly tenantId: string;
  }>;
  serviceToken(scope?: string): Promise<string>;
  /** A call of a control endpoint; answers the status and the parsed body. */
  control(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
}

/** A sandbox over real HTTP for one test: `await using box = await openSandbox()`. */
export async function openSandbox(options: ServeOptions = {}): Promise<OpenSandbox> {
  const clock = createFakeClock();
  const sandbox = await serveSandbox({ clock, ...options });
  const { url, accounts } = sandbox;
  const client = createWrapperClient({ baseUrl: url, fetch, clock: systemClock });
  return {
    sandbox,
    url,
    clock,
    client,
    async signIn(who) {
      const account = accounts.find(({ role, email }) => role === who || email === who);
      if (!account) throw new Error(`No demo account ${who}.`);
      const { email: username, password, employeeId, tenantId } = account;
      const { accessToken, refreshToken = '' } = await client.token({
        request: { grant_type: 'password', username, password },
      });
      return { accessToken, refreshToken, employeeId, tenantId };
    },
    async serviceToken(scope) {
      const { clientId: client_id, clientSecret: client_secret } = DEMO_SERVICE;
      const request = { grant_type: 'client_credentials', client_id, client_secret, scope } as const;
      return (await client.token({ request })).accessToken;
    },
    async control(method, path, body) {
      const response = await fetch(`${url}/_sandbox/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    },
    async [Symbol.asyncDispose]() {
      client.close();
      await sandbox.close();
    },
  };
}
