import { http, type HttpHandler } from 'msw';
import { AuthorizeQuery } from '../../../sync/wrapper-api/auth.ts';
import { isAllowedRedirectUri } from '../../../sync/wrapper-api/redirect-uri.ts';
import { APP_CLIENT_ID } from '../demo-seed.ts';
import type { SandboxState } from '../sandbox-state.ts';
import { authorizePage, refusedPage } from './authorize-page.ts';
import { productHandler } from './product-handler.ts';

/** The sign-in page: shown by GET, answered by POST with a redirect that carries a code. */
export function authorizeHandlers(state: SandboxState, origin: string): HttpHandler[] {
  return [
    http.get(
      `${origin}/auth/authorize`,
      productHandler(state, ({ url }) =>
        withQuery(url.searchParams, (query) => authorizePage(query, { hasFailed: false })),
      ),
    ),
    http.post(
      `${origin}/auth/authorize`,
      productHandler(state, ({ body }) => {
        const form = new URLSearchParams(body);
        return withQuery(form, (query) => signIn(state, query, form));
      }),
    ),
  ];
}

/** The query is checked again on POST: its hidden fields came through a browser. */
function withQuery(values: URLSearchParams, answer: (query: AuthorizeQuery) => Response): Response {
  const query = AuthorizeQuery.safeParse(Object.fromEntries(values));
  if (!query.success) return refusedPage(`The request is incomplete (${query.error.issues[0]?.path.join('.') ?? ''}).`);
  if (query.data.client_id !== APP_CLIENT_ID) return refusedPage('The program that asks is not known.');
  if (!isAllowedRedirectUri(query.data.redirect_uri)) return refusedPage('The answer may not be sent to that address.');
  return answer(query.data);
}

function signIn(state: SandboxState, query: AuthorizeQuery, form: URLSearchParams): Response {
  const employee = state.sessions.findByPassword(form.get('email') ?? '', form.get('password') ?? '');
  if (!employee) return authorizePage(query, { hasFailed: true });
  const target = new URL(query.redirect_uri);
  const code = state.sessions.issueCode({
    employeeId: employee.id,
    challenge: query.code_challenge,
    redirectUri: query.redirect_uri,
    clientId: query.client_id,
  });
  target.searchParams.set('code', code);
  target.searchParams.set('state', query.state);
  const headers = { location: target.href, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return new Response(null, { status: 303, headers });
}
