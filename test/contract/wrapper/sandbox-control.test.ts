import { createServer } from 'node:http';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createWrapperClient } from '../../../sync/wrapper-api/client.ts';
import { grants } from '../../../sync/wrapper-api/grants.ts';
import { isWebhookGenuine, WEBHOOK_SIGNATURE_HEADER } from '../../../sync/wrapper-api/webhook.ts';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { PANNON_EMPLOYEES, PANNON_TENANT_ID } from '../../wrapper-sandbox/second-tenant.ts';
import { setupSandboxServer } from '../../wrapper-sandbox/setup-sandbox-server.ts';
import { systemClock } from '../../wrapper-sandbox/system-clock.ts';
import { openSandbox } from './open-sandbox.ts';
import { valueOf } from './wrapper-contract.ts';

const status = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    ({ code }: { code: string }) => code,
  );

describe('faults', () => {
  test('an outage drops the connection, {} ends it', async () => {
    await using box = await openSandbox();
    const { accessToken: token } = await box.signIn('sales');
    await box.control('PUT', 'faults', { outage: true });
    await expect(fetch(`${box.url}/auth/validate`, { method: 'POST' })).rejects.toThrow('fetch failed');
    expect(await status(box.client.validate({ token }))).toBe('WRAPPER_UNREACHABLE');
    expect(await box.control('GET', 'faults')).toEqual({ status: 200, body: { outage: true } });
    await box.control('PUT', 'faults', {});
    expect(await status(box.client.validate({ token }))).toBe('ok');
  });

  test('a captive portal answers every path with a page, and the client is not fooled', async () => {
    await using box = await openSandbox();
    const { accessToken: token } = await box.signIn('sales');
    await box.control('PUT', 'faults', { captivePortal: true });
    for (const path of ['/', '/api/permissions/roles', '/nowhere']) {
      const response = await fetch(box.url + path);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    }
    expect(await status(box.client.roles({ token }))).toBe('WRAPPER_UNREACHABLE');
  });

  test('latency holds the answer back on the given clock', async () => {
    await using box = await openSandbox();
    await box.control('PUT', 'faults', { latencyMs: 400 });
    let isAnswered = false;
    const answer = fetch(`${box.url}/api/permissions/roles`).then(() => (isAnswered = true));
    await expect.poll(() => box.clock.timerCount()).toBe(1);
    await box.clock.advance(399);
    expect(isAnswered).toBe(false);
    await box.clock.advance(1);
    await answer;
  });

  test('only the named calls are hit, and a name that no endpoint has is refused', async () => {
    await using box = await openSandbox();
    const { accessToken: token } = await box.signIn('sales');
    await box.control('PUT', 'faults', { refuse: 'SESSION_REVOKED', only: ['permissions'] });
    expect(await status(box.client.permissions({ token, employeeId: HALDEN_EMPLOYEES.sales }))).toBe('SESSION_REVOKED');
    expect(await status(box.client.roles({ token }))).toBe('ok');
    expect(await status(box.client.validate({ token }))).toBe('ok');
    expect(await box.control('PUT', 'faults', { outage: true, only: ['role'] })).toMatchObject({ status: 400 });
  });

  test.each([
    ['truncated', 'WRAPPER_UNREACHABLE'],
    ['wrong-types', 'BAD_ANSWER'],
  ] as const)('a %s answer comes after what was asked for is done', async (spoil, code) => {
    await using box = await openSandbox();
    const { accessToken: token } = await box.signIn('sales');
    await box.control('PUT', 'faults', { spoil, only: ['roles'] });
    expect(await status(box.client.roles({ token }))).toBe(code);
    expect(
      box.sandbox.state.log
        .all()
        .filter(({ path }) => path.endsWith('/roles'))
        .at(-1),
    ).toMatchObject({ status: 200 });
  });

  test('errorRate 1 is 503 every time', async () => {
    await using box = await openSandbox();
    await box.control('PUT', 'faults', { errorRate: 1 });
    const response = await fetch(`${box.url}/api/permissions/roles`);
    expect([response.status, await response.json()]).toMatchObject([503, { code: 'UNAVAILABLE' }]);
  });

  test('the rate limit answers 429 with Retry-After and lets go after a second', async () => {
    await using box = await openSandbox();
    await box.control('PUT', 'faults', { rateLimit: { perSecond: 2, retryAfterS: 3 } });
    const call = async () => {
      const response = await fetch(`${box.url}/api/permissions/roles`);
      return [response.status, response.headers.get('retry-after')];
    };
    expect([await call(), await call(), await call()]).toEqual([
      [401, null],
      [401, null],
      [429, '3'],
    ]);
    await box.clock.advance(1000);
    expect(await call()).toEqual([401, null]);
  });

  test.each([{ outage: 'yes' }, { unknown: 1 }, { errorRate: 2 }, 'text'])(
    '%j is refused and changes nothing',
    async (body) => {
      await using box = await openSandbox();
      expect(await box.control('PUT', 'faults', body)).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
      expect(await box.control('GET', 'faults')).toMatchObject({ body: {} });
    },
  );

  test('control endpoints work under every fault', async () => {
    await using box = await openSandbox();
    await box.control('PUT', 'faults', {
      outage: true,
      captivePortal: true,
      errorRate: 1,
      latencyMs: 1000,
      rateLimit: { perSecond: 0, retryAfterS: 1 },
    });
    expect(await box.control('GET', 'log')).toEqual({ status: 200, body: [] });
    expect(await box.control('PUT', 'faults', {})).toMatchObject({ status: 204 });
  });
});

test('the log holds every product call with its status and charge keys, and no control call', async () => {
  await using box = await openSandbox();
  const token = await box.serviceToken();
  const item = { feature: 'contacts', count: 1, amountMilli: 100 } as const;
  await box.client.consume({ token, tenantId: HALDEN_TENANT_ID, items: [{ key: 'k1', ...item }] });
  await box.client.refund({ token, tenantId: HALDEN_TENANT_ID, keys: ['k1', 'k2'] });
  await fetch(`${box.url}/api/permissions/${HALDEN_EMPLOYEES.sales}?orgId=x`);
  await box.control('PUT', 'faults', { outage: true });
  await fetch(`${box.url}/api/employees`).catch(() => undefined);
  const atMs = box.clock.wallMs();
  const billing = `/api/billing/credits/${HALDEN_TENANT_ID}`;
  expect((await box.control('GET', 'log')).body).toEqual([
    { method: 'POST', path: '/auth/token', atMs, status: 200 },
    { method: 'POST', path: `${billing}/consume`, atMs, status: 200, idempotencyKey: 'k1' },
    { method: 'POST', path: `${billing}/refund`, atMs, status: 200, idempotencyKey: 'k1,k2' },
    { method: 'GET', path: `/api/permissions/${HALDEN_EMPLOYEES.sales}`, atMs, status: 401 },
    { method: 'GET', path: '/api/employees', atMs, status: 0 },
  ]);
  await box.control('DELETE', 'log');
  expect((await box.control('GET', 'log')).body).toEqual([]);
});

describe('changes of employees, permissions and credits', () => {
  test('a role taken away is gone from the next permissions, with a new ETag', async () => {
    await using box = await openSandbox();
    const { accessToken: token, employeeId } = await box.signIn('manager');
    const before = await box.client.permissions({ token, employeeId });
    const question = { action: 'reassign', resource: 'deals', orgId: HALDEN_UNITS.northField } as const;
    expect(grants(valueOf(before).permissions, question)).toBe(true);
    await box.control('PUT', `employees/${employeeId}`, { roles: ['viewer'] });
    const after = await box.client.permissions({ token, employeeId, etag: before.etag ?? '' });
    expect(grants(valueOf(after).permissions, question)).toBe(false);
    expect(await box.client.validate({ token })).toMatchObject({ roles: ['viewer'], orgIds: [HALDEN_UNITS.north] });
  });

  test('an override replaces what the roles give', async () => {
    await using box = await openSandbox();
    const { accessToken: token, employeeId } = await box.signIn('admin');
    const override = [{ action: 'read', resource: 'contacts', orgId: HALDEN_UNITS.south }];
    await box.control('PUT', `permissions/${employeeId}`, override);
    expect(valueOf(await box.client.permissions({ token, employeeId }))).toEqual({ employeeId, permissions: override });
  });

  test('an employee made inactive has no session and no permission', async () => {
    await using box = await openSandbox();
    const { accessToken: token, employeeId } = await box.signIn('sales');
    await box.control('PUT', `employees/${employeeId}`, { active: false });
    expect(await status(box.client.validate({ token }))).toBe('SESSION_REVOKED');
    const service = await box.serviceToken();
    expect(valueOf(await box.client.permissions({ token: service, employeeId })).permissions).toEqual([]);
  });

  test('credits and a part of the configuration can be set', async () => {
    await using box = await openSandbox();
    const { accessToken: token, tenantId } = await box.signIn('sales');
    const change = {
      available: 0.25,
      config: { dailyLimit: 500, pricing: { perContact: 1, perDeal: 2, perEmail: 3 } },
    };
    expect(await box.control('PUT', `credits/${tenantId}`, change)).toMatchObject({ status: 204 });
    expect(valueOf(await box.client.credits({ token, tenantId }))).toMatchObject({ available: 0.25 });
    expect(valueOf(await box.client.creditConfig({ token, tenantId }))).toMatchObject({
      ...change.config,
      planType: 'enterprise',
    });
  });

  test.each([
    ['PUT', 'permissions/unknown', []],
    ['PUT', 'employees/unknown', {}],
    ['PUT', 'credits/unknown', { available: 1 }],
    ['GET', 'nothing', undefined],
  ])('%s %s is NOT_FOUND', async (method, path, body) => {
    await using box = await openSandbox();
    expect(await box.control(method, path, body)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});

test('another tenant looks exactly like one that does not exist', async () => {
  await using box = await openSandbox();
  const { accessToken: token } = await box.signIn('admin');
  const nowhere = 'c3f00000-0000-4000-8000-000000000003';
  for (const path of [
    'tenants/TENANT',
    'organizations/TENANT',
    'billing/credits/TENANT',
    'billing/config/TENANT',
    'employees?tenantId=TENANT',
    'employees/EMPLOYEE',
    'permissions/EMPLOYEE',
  ]) {
    const answers = [];
    for (const [tenant, employee] of [
      [PANNON_TENANT_ID, PANNON_EMPLOYEES.sales],
      [nowhere, nowhere],
    ] as const) {
      const url = `${box.url}/api/${path.replace('TENANT', tenant).replace('EMPLOYEE', employee)}`;
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      answers.push([response.status, await response.text()]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.[0]).toBe(404);
  }
});

test("a colleague's permissions are refused, the service reads everyone's, and only with the scope read", async () => {
  await using box = await openSandbox();
  const { accessToken: token } = await box.signIn('admin');
  const employeeId = HALDEN_EMPLOYEES.sales;
  expect(await status(box.client.permissions({ token, employeeId }))).toBe('PERMISSION_DENIED');
  expect(await status(box.client.permissions({ token: await box.serviceToken('read'), employeeId }))).toBe('ok');
  expect(await status(box.client.permissions({ token: await box.serviceToken('billing'), employeeId }))).toBe(
    'NOT_FOUND',
  );
  expect(await status(box.serviceToken('admin'))).toBe('BAD_REQUEST');
  expect(await status(box.client.validate({ token: await box.serviceToken() }))).toBe('PERMISSION_DENIED');
});

test('webhooks arrive signed at the sync server, with the tenant filled in', async () => {
  const received: { path: string | undefined; body: string; header: string }[] = [];
  const sync = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const header = String(request.headers[WEBHOOK_SIGNATURE_HEADER]);
      received.push({ path: request.url, body: Buffer.concat(parts).toString(), header });
      response.writeHead(202).end();
    });
  });
  sync.listen(0, '127.0.0.1');
  await once(sync, 'listening');
  const address = sync.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await using box = await openSandbox({ webhook: { syncUrl: `http://127.0.0.1:${port}`, secret: 'hook secret' } });

  const order = { type: 'employee.changed', employeeId: PANNON_EMPLOYEES.sales, reason: 'moved' };
  expect(await box.control('POST', 'webhook', order)).toMatchObject({ status: 200, body: { status: 202 } });
  const [{ path, body, header } = { path: '', body: '', header: '' }] = received;
  expect(path).toBe('/v1/webhooks/wrapper');
  expect(JSON.parse(body)).toMatchObject({ ...order, tenantId: PANNON_TENANT_ID, atMs: box.clock.wallMs() });
  expect(await isWebhookGenuine('hook secret', { header, body, nowMs: box.clock.wallMs() })).toBe(true);

  sync.close();
  sync.closeAllConnections();
  await once(sync, 'close');
  expect(await box.control('POST', 'webhook', order)).toMatchObject({
    status: 502,
    body: { code: 'WEBHOOK_NOT_DELIVERED' },
  });
  expect(await box.control('POST', 'webhook', { type: 'unknown' })).toMatchObject({ status: 400 });
});

test('close drops the calls it has not answered yet', async () => {
  await using box = await openSandbox();
  await box.control('PUT', 'faults', { latencyMs: 60_000 });
  const call = expect(fetch(`${box.url}/api/employees`)).rejects.toThrow('fetch failed');
  await expect.poll(() => box.clock.timerCount()).toBe(1);
  await box.sandbox.close();
  await call;
});

test('the same port twice is PORT_OCCUPIED', async () => {
  await using box = await openSandbox();
  await expect(openSandbox({ port: Number(new URL(box.url).port) })).rejects.toMatchObject({ code: 'PORT_OCCUPIED' });
});

test('the same wrapper answers without a socket through msw', async () => {
  const { server, url, state } = setupSandboxServer();
  server.listen({ onUnhandledFrame: 'error' });
  try {
    const client = createWrapperClient({ baseUrl: url, fetch: globalThis.fetch, clock: systemClock });
    const { email = '', password = '' } = state.accounts[0] ?? {};
    const { accessToken: token } = await client.token({
      request: { grant_type: 'password', username: email, password },
    });
    expect(await client.validate({ token })).toMatchObject({ employeeId: HALDEN_EMPLOYEES.admin });
    await fetch(`${url}/_sandbox/faults`, { method: 'PUT', body: '{"outage":true}' });
    expect(await status(client.validate({ token }))).toBe('WRAPPER_UNREACHABLE');
  } finally {
    server.close();
  }
});

test('a script may send its grant as JSON, with the e-mail under the name of the ready line', async () => {
  await using box = await openSandbox();
  const { email, password } = box.sandbox.accounts[0] ?? {};
  const body = JSON.stringify({ grant_type: 'password', email, password });
  const response = await fetch(`${box.url}/auth/token`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  expect([response.status, await response.json()]).toMatchObject([200, { tokenType: 'Bearer' }]);
});
