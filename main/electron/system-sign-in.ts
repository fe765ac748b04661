import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type { EngineHost } from '../engine/engine-host.ts';
import { sendPlainPage } from '../engine/host-plain-page.ts';
import { createSignInFlow } from '../engine/host-sign-in.ts';

const CALLBACK = '/auth/callback';
const OPEN_FOR_MS = 10 * 60_000;

export interface SystemSignIn {
  /** @throws SatchelError WRAPPER_UNREACHABLE */
  begin(): Promise<void>;
  close(): void;
}

interface Options {
  readonly wrapperUrl: string;
  readonly host: Pick<EngineHost['host'], 'session'>;
  /** Opens the account service's page in the system's browser. */
  readonly openOutside: (url: string) => void;
  readonly onSignedIn: () => void;
}

/** Sign-in in the system's browser, answered on a loopback port that is open only meanwhile (RFC 8252, section 7.3). */
export function createSystemSignIn({ wrapperUrl, host, openOutside, onSignedIn }: Options): SystemSignIn {
  const flow = createSignInFlow({ wrapperUrl });
  let server: Server | undefined;
  const stop = (): void => {
    server?.close();
    server?.closeAllConnections();
    server = undefined;
  };

  async function answer(response: ServerResponse, query: URLSearchParams): Promise<void> {
    try {
      await host.session.signIn(await flow.finish(query));
      sendPlainPage(response, {
        status: 200,
        title: 'Signed in',
        text: 'You can close this tab and go back to Satchel.',
      });
      onSignedIn();
      response.once('close', stop);
    } catch (error) {
      sendPlainPage(response, {
        status: 502,
        title: 'Not signed in',
        text: `${toSatchelError(error).message} Go back to Satchel to try again.`,
      });
    }
  }

  return {
    async begin() {
      stop();
      const opened = createServer((request, response) => {
        const url = new URL(request.url ?? '/', 'http://127.0.0.1');
        if (request.method === 'GET' && url.pathname === CALLBACK) void answer(response, url.searchParams);
        else sendPlainPage(response, { status: 404, title: 'Not found', text: 'There is nothing at this address.' });
      });
      server = opened;
      await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
      setTimeout(() => opened.close(), OPEN_FOR_MS).unref();
      const { port } = opened.address() as AddressInfo;
      openOutside((await flow.begin(`http://127.0.0.1:${port}${CALLBACK}`)).url);
    },
    close() {
      stop();
      flow.close();
    },
  };
}
