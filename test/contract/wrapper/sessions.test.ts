import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { peekTokenClaims } from '../../../sync/wrapper-api/token-claims.ts';
import { APP_CLIENT_ID } from '../../wrapper-sandbox/demo-seed.ts';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID } from '../../wrapper-sandbox/demo-tenant.ts';
import { openSandbox, type OpenSandbox } from './open-sandbox.ts';

const MINUTE_MS = 60_000;
const refresh = ({ client }: OpenSandbox, refreshToken: string | undefined) =>
  client.token({ request: { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' } });

describe('access tokens', () => {
  test('say whose they are and end after 15 minutes', async () => {
    await using box = await openSandbox();
    const { accessToken, employeeId, tenantId } = await box.signIn('sales');
    const claims = peekTokenClaims(accessToken);
    expect(claims).toMatchObject({ sub: employeeId, tenantId, exp: (box.clock.wallMs() + 15 * MINUTE_MS) / 1000 });
    expect(await box.client.validate({ token: accessToken })).toMatchObject({
      employeeId,
      sessionId: claims?.sid,
      expiresAtMs: (claims?.exp ?? 0) * 1000,
    });
    await box.clock.advance(15 * MINUTE_MS);
    await expect(box.client.validate({ token: accessToken })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('changed by one character are worth nothing', async () => {
    await using box = await openSandbox();
    const { accessToken } = await box.signIn('viewer');
    const [header, , signature] = accessToken.split('.');
    const claims = { ...peekTokenClaims(accessToken), sub: HALDEN_EMPLOYEES.admin, use: 'access', iatMs: 0 };
    const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    const none = [Buffer.from('{"alg":"none"}').toString('base64url'), forged.split('.')[1], ''].join('.');
    for (const token of [forged, none, `${accessToken}A`]) {
      await expect(box.client.validate({ token })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  test('a refresh token is no access token', async () => {
    await using box = await openSandbox();
    const { refreshToken } = await box.signIn('sales');
    await expect(box.client.validate({ token: refreshToken })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('a wrong password, an unknown e-mail and a former employee are told the same', async () => {
    await using box = await openSandbox();
    const { email = '', password = '' } = box.sandbox.accounts[0] ?? {};
    await box.control('PUT', `employees/${HALDEN_EMPLOYEES.viewer}`, { active: false });
    const former = box.sandbox.accounts.find(({ role }) => role === 'viewer');
    const messages = [];
    for (const [username, given] of [
      [email, 'wrong'],
      ['nobody@halden.example', password],
      [former?.email ?? '', former?.password ?? ''],
    ] as const) {
      const request = { grant_type: 'password', username, password: given } as const;
      messages.push(
        await box.client
          .token({ request })
          .catch(({ code, message }: { code: string; message: string }) => `${code} ${message}`),
      );
    }
    expect(new Set(messages).size).toBe(1);
    expect(messages[0]).toContain('UNAUTHENTICATED');
  });
});

describe('refresh', () => {
  test('rotates: each token gives the next one', async () => {
    await using box = await openSandbox();
    const first = await box.signIn('sales');
    const second = await refresh(box, first.refreshToken);
    const third = await refresh(box, second.refreshToken);
    expect(new Set([first.refreshToken, second.refreshToken, third.refreshToken]).size).toBe(3);
    await box.client.validate({ token: third.accessToken });
  });

  test('the last one repeated within a minute gives the same successor: its answer was lost', async () => {
    await using box = await openSandbox();
    const { refreshToken } = await box.signIn('sales');
    const lost = await refresh(box, refreshToken);
    await box.clock.advance(MINUTE_MS);
    const again = await refresh(box, refreshToken);
    expect(again).toEqual(lost);
    await refresh(box, again.refreshToken);
  });

  test.each([
    {
      name: 'an older one',
      prepare: async (box: OpenSandbox, used: { refreshToken?: string | undefined }) =>
        void (await refresh(box, used.refreshToken)),
    },
    { name: 'the last one after more than a minute', prepare: (box: OpenSandbox) => box.clock.advance(MINUTE_MS + 1) },
  ])('$name used again ends the whole session', async ({ prepare }) => {
    await using box = await openSandbox();
    const first = await box.signIn('sales');
    const second = await refresh(box, first.refreshToken);
    await prepare(box, second);
    await expect(refresh(box, first.refreshToken)).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
    await expect(refresh(box, second.refreshToken)).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
    await expect(box.client.validate({ token: second.accessToken })).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
    await box.client.validate({ token: (await box.signIn('sales')).accessToken }); // another session of the same person lives
  });

  test('tokens outlive a restart with the same secret, and only with the same', async () => {
    await using before = await openSandbox({ secret: 'kept' });
    const { accessToken, refreshToken } = await before.signIn('sales');
    await using after = await openSandbox({ secret: 'kept' });
    await after.client.validate({ token: accessToken });
    await refresh(after, refreshToken);
    await using other = await openSandbox();
    await expect(other.client.validate({ token: accessToken })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('revocation', () => {
  test('of an employee ends all sessions there are, not the next sign-in', async () => {
    await using box = await openSandbox();
    const [one, two, other] = [await box.signIn('sales'), await box.signIn('sales'), await box.signIn('manager')];
    expect(await box.control('POST', 'webhook', { type: 'session.revoked', employeeId: one.employeeId })).toMatchObject(
      { status: 409 },
    );
    for (const { accessToken, refreshToken } of [one, two]) {
      await expect(box.client.validate({ token: accessToken })).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
      await expect(refresh(box, refreshToken)).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
    }
    await box.client.validate({ token: other.accessToken });
    await box.client.validate({ token: (await box.signIn('sales')).accessToken });
  });

  test('of one session leaves the others', async () => {
    await using box = await openSandbox();
    const [one, two] = [await box.signIn('sales'), await box.signIn('sales')];
    const sessionId = peekTokenClaims(one.accessToken)?.sid;
    await box.control('POST', 'webhook', { type: 'session.revoked', sessionId });
    await expect(box.client.validate({ token: one.accessToken })).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
    await box.client.validate({ token: two.accessToken });
  });
});

describe('the sign-in page', () => {
  const verifier = randomBytes(32).toString('base64url');
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  const redirect_uri = 'http://127.0.0.1:43117/callback';
  const query = { client_id: APP_CLIENT_ID, redirect_uri, code_challenge, state: 'state-of-the-app' };

  async function signInByPage(
    { client, url, sandbox }: OpenSandbox,
    change: Record<string, string> = {},
  ): Promise<Response> {
    const page = await (await fetch(client.authorizeUrl(query))).text();
    const hidden = [...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    );
    const { email = '', password = '' } = sandbox.accounts.find(({ role }) => role === 'sales') ?? {};
    const body = new URLSearchParams({ ...Object.fromEntries(hidden), email, password, ...change });
    return fetch(`${url}/auth/authorize`, { method: 'POST', body, redirect: 'manual' });
  }
  const exchange = ({ client }: OpenSandbox, code: string, change: Record<string, string> = {}) =>
    client.token({
      request: {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri,
        client_id: APP_CLIENT_ID,
        ...change,
      },
    });
  const codeOf = (response: Response) => new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';

  test('has no script, a strict policy, and tells nothing about accounts', async () => {
    await using box = await openSandbox();
    const response = await fetch(box.client.authorizeUrl(query));
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1:43117; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(page).not.toMatch(/<script|halden|demo/i);
    const style = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? '';
    expect(response.headers.get('content-security-policy')).toContain(
      createHash('sha256').update(style).digest('base64'),
    );
  });

  test('sends a code and the state to the app, and the code with its verifier gives tokens', async () => {
    await using box = await openSandbox();
    const response = await signInByPage(box);
    expect(response.status).toBe(303);
    const target = new URL(response.headers.get('location') ?? '');
    expect([target.origin + target.pathname, target.searchParams.get('state')]).toEqual([redirect_uri, query.state]);
    const { accessToken } = await exchange(box, codeOf(response));
    expect(await box.client.validate({ token: accessToken })).toMatchObject({
      tenantId: HALDEN_TENANT_ID,
      employeeId: HALDEN_EMPLOYEES.sales,
    });
  });

  test.each([
    { name: 'another verifier', change: { code_verifier: randomBytes(32).toString('base64url') } },
    { name: 'another redirect address', change: { redirect_uri: 'http://127.0.0.1:43118/callback' } },
    { name: 'another client', change: { client_id: 'someone-else' } },
  ])('a code is worth nothing with $name, and is spent', async ({ change }) => {
    await using box = await openSandbox();
    const code = codeOf(await signInByPage(box));
    await expect(exchange(box, code, change)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(exchange(box, code)).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
  });

  test('a code used twice ends the session it gave', async () => {
    await using box = await openSandbox();
    const code = codeOf(await signInByPage(box));
    const { accessToken } = await exchange(box, code);
    await expect(exchange(box, code)).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
    await expect(box.client.validate({ token: accessToken })).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
  });

  test('a code ends after a minute', async () => {
    await using box = await openSandbox();
    const code = codeOf(await signInByPage(box));
    await box.clock.advance(MINUTE_MS);
    await expect(exchange(box, code)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('a wrong password shows the form again, without a redirect', async () => {
    await using box = await openSandbox();
    const response = await signInByPage(box, { password: 'wrong' });
    expect([response.status, response.headers.get('location')]).toEqual([401, null]);
    expect(await response.text()).toContain('Try again');
  });

  test.each([
    { redirect_uri: 'https://evil.example/cb' },
    { redirect_uri: 'http://localhost:1/cb' },
    { client_id: 'someone-else' },
    { code_challenge_method: 'plain' },
    { code_challenge: 'short' },
    { response_type: 'token' },
    { state: '' },
  ])('%j is refused without a redirect, on the page and on its answer', async (change) => {
    await using box = await openSandbox();
    const url = new URL(box.client.authorizeUrl(query));
    for (const [name, value] of Object.entries(change)) url.searchParams.set(name, value);
    for (const response of [await fetch(url, { redirect: 'manual' }), await signInByPage(box, change)]) {
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    }
  });

  test('what the query carries is escaped', async () => {
    await using box = await openSandbox();
    const page = await (
      await fetch(box.client.authorizeUrl({ ...query, state: '"><img src=x onerror=alert(1)>' }))
    ).text();
    expect(page).not.toContain('<img');
  });
});
