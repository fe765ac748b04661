import { createHash } from 'node:crypto';
import type { AuthorizeQuery } from '../../../sync/wrapper-api/auth.ts';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
main { width: min(22rem, calc(100vw - 3rem)); padding: 2rem 0; }
h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 .25rem; }
p { margin: 0 0 1.5rem; color: color-mix(in srgb, CanvasText 70%, Canvas); }
p.error { padding: .625rem .75rem; border-radius: .375rem; color: CanvasText;
  background: color-mix(in srgb, #c0392b 16%, Canvas); border-left: 3px solid #c0392b; }
label { display: block; margin: 0 0 .25rem; font-weight: 500; font-size: .9375rem; }
input { width: 100%; box-sizing: border-box; margin: 0 0 1rem; padding: .625rem .75rem; font: inherit; color: inherit;
  background: Field; border: 1px solid color-mix(in srgb, CanvasText 45%, Canvas); border-radius: .375rem; }
button { width: 100%; padding: .6875rem; font: inherit; font-weight: 600; color: #fff; background: #2f6f5e; border: 0;
  border-radius: .375rem; cursor: pointer; }
button:hover { background: #265b4d; }
input:focus-visible, button:focus-visible { outline: 2px solid #2f8f77; outline-offset: 2px; }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** The sign-in form. Every value is escaped; there is no script, and the style is allowed by its hash alone. */
export function authorizePage(query: AuthorizeQuery, { hasFailed }: { readonly hasFailed: boolean }): Response {
  const hidden = Object.entries(query).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  const failure = hasFailed ? '<p class="error" role="alert">E-mail or password is wrong. Try again.</p>' : '';
  const body = `
<h1>Sign in</h1>
<p>Satchel asks for access to your work account.</p>
${failure}
<form method="post" action="/auth/authorize">
${hidden.join('\n')}
<label for="email">E-mail</label>
<input id="email" name="email" type="email" autocomplete="username" required autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Sign in</button>
</form>`;
  // browsers check form-action against the redirect after the form too, so the app's address must be in it
  return page(body, { status: hasFailed ? 401 : 200, formAction: `'self' ${formTargetOf(query.redirect_uri)}` });
}

/** For a request that must not be redirected anywhere, because its address is not to be trusted. */
export function refusedPage(reason: string): Response {
  const body = `<h1>Sign-in cannot start</h1><p class="error" role="alert">${escaped(reason)}</p><p>Go back to Satchel and start again.</p>`;
  return page(body, { status: 400, formAction: "'none'" });
}

function page(
  body: string,
  { status, formAction }: { readonly status: number; readonly formAction: string },
): Response {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sign in</title>
<style>${STYLE}</style>
</head>
<body>
<main>${body}</main>
</body>
</html>`;
  const policy = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`;
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
}

/** A source expression of the policy, built from parsed parts only. */
function formTargetOf(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  return protocol === 'http:' ? `http://${host}` : protocol;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
