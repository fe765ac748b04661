import type { IncomingMessage, ServerResponse } from 'node:http';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type { EngineHost } from '../engine/engine-host.ts';
import type { SignInFlow } from '../engine/host-sign-in.ts';
import { cookieOf, isSame } from './access.ts';
import { sendPlainPage } from '../engine/host-plain-page.ts';

const CALLBACK = '/auth/callback';
const FLOW_SECONDS = 600;

export interface SignInRoutes {
  readonly callbackPath: string;
  begin(response: ServerResponse): Promise<void>;
  callback(request: IncomingMessage, response: ServerResponse, answer: URLSearchParams): Promise<void>;
}

interface Options {
  readonly origin: string;
  readonly flow: SignInFlow;
  readonly host: Pick<EngineHost['host'], 'session'>;
}

/** The wrapper's own page asks for the password; the tokens go from here to the engine and never to a page. */
export function createSignInRoutes({ origin, flow, host }: Options): SignInRoutes {
  // Lax, because the answer comes by a navigation from the wrapper's site; it ties the answer to this browser.
  const cookieName = `satchel-sign-in-${new URL(origin).port}`;
  const cookie = (value: string, maxAge: number): string =>
    `${cookieName}=${value}; HttpOnly; SameSite=Lax; Path=${CALLBACK}; Max-Age=${maxAge}`;
  return {
    callbackPath: CALLBACK,
    async begin(response) {
      try {
        const { url, state } = await flow.begin(`${origin}${CALLBACK}`);
        response
          .writeHead(303, { location: url, 'set-cookie': cookie(state, FLOW_SECONDS), 'cache-control': 'no-store' })
          .end();
      } catch (error) {
        sendFailure(response, error);
      }
    },
    async callback(request, response, answer) {
      response.setHeader('set-cookie', cookie('', 0));
      if (!isSame(cookieOf(request, cookieName) ?? '', answer.get('state') ?? '')) {
        const text = 'This sign-in was started in another browser, or too long ago.';
        return sendPlainPage(response, { status: 400, title: 'Not signed in', text, link: AGAIN });
      }
      try {
        await host.session.signIn(await flow.finish(answer));
        sendPlainPage(response, {
          status: 200,
          title: 'Signed in',
          text: 'Opening Satchel.',
          link: { href: '/', text: 'Open Satchel' },
          isPassing: true,
        });
      } catch (error) {
        sendFailure(response, error);
      }
    },
  };
}

const AGAIN = { href: '/sign-in', text: 'Try again' } as const;

function sendFailure(response: ServerResponse, error: unknown): void {
  const { code, message } = toSatchelError(error);
  const text = code === 'INTERNAL' ? 'Something went wrong inside Satchel. Nothing was changed.' : message;
  sendPlainPage(response, { status: 502, title: 'Not signed in', text, link: AGAIN });
}
