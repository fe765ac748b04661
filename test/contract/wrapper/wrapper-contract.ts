import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWrapperClient, type WrapperClient } from '../../../sync/wrapper-api/client.ts';
import { allUnitsOf, descendantsOf } from '../../../sync/wrapper-api/descendants-of.ts';
import { ENDPOINTS, type Endpoint } from '../../../sync/wrapper-api/endpoints.ts';
import { Problem, PROBLEM_TYPE } from '../../../sync/wrapper-api/problem.ts';
import { systemClock } from '../../wrapper-sandbox/system-clock.ts';

export interface WrapperUnderTest {
  readonly url: string;
  /** Access token of an employee. */
  readonly userToken: string;
  /** Token of a service with the scopes billing and read; its charges are given back. */
  readonly serviceToken: string;
  close(): Promise<void>;
}

/** What every wrapper must do that Satchel is to work with; the sandbox is only the first of them. */
export function describeWrapperContract(name: string, open: () => Promise<WrapperUnderTest>): void {
  describe(`the contract of ${name}`, () => {
    let wrapper: WrapperUnderTest;
    let client: WrapperClient;
    let ids: { readonly tenantId: string; readonly employeeId: string; readonly orgIds: readonly string[] };

    beforeAll(async () => {
      wrapper = await open();
      client = createWrapperClient({ baseUrl: wrapper.url, fetch, clock: systemClock });
      ids = await client.validate({ token: wrapper.userToken });
    });
    afterAll(() => wrapper.close());

    const call = (method: string, path: string, headers: Record<string, string> = {}) =>
      fetch(wrapper.url + path, { method, headers });
    const bearer = () => ({ authorization: `Bearer ${wrapper.userToken}` });
    const pathOf = ({ path }: Endpoint<unknown>) =>
      path.replace('{tenantId}', ids.tenantId).replace('{employeeId}', ids.employeeId);
    const reads = Object.values<Endpoint<unknown>>(ENDPOINTS).filter(({ method }) => method === 'GET');

    test('validate names a session that ends in the future', async () => {
      const { active, expiresAtMs, serverTimeMs } = await client.validate({ token: wrapper.userToken });
      expect(active).toBe(true);
      expect(expiresAtMs).toBeGreaterThan(serverTimeMs);
    });

    test.each(reads)('GET $path fits its schema and has ETag and Cache-Control', async (endpoint) => {
      const response = await call('GET', pathOf(endpoint), bearer());
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      expect(response.headers.get('etag')).toMatch(/^(W\/)?"[^"]+"$/);
      const wanted = endpoint.maxAgeS === 0 ? 'no-cache' : `max-age=${endpoint.maxAgeS}`;
      expect(response.headers.get('cache-control')).toContain(wanted);
      endpoint.answer.parse(await response.json());
    });

    test.each(reads)('GET $path answers 304 without a body to its own ETag', async (endpoint) => {
      const first = await call('GET', pathOf(endpoint), bearer());
      const etag = first.headers.get('etag') ?? '';
      const again = await call('GET', pathOf(endpoint), { ...bearer(), 'if-none-match': etag });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
      const other = await call('GET', pathOf(endpoint), { ...bearer(), 'if-none-match': '"something-else"' });
      expect(other.status).toBe(200);
    });

    test.each(Object.values<Endpoint<unknown>>(ENDPOINTS).filter(({ caller }) => caller !== 'none'))(
      '$method $path without a valid token is a problem UNAUTHENTICATED',
      async (endpoint) => {
        for (const headers of [{}, { authorization: 'Bearer a.b.c' }]) {
          const response = await call(endpoint.method, pathOf(endpoint), headers);
          expect(response.status).toBe(401);
          expect(response.headers.get('content-type')).toContain(PROBLEM_TYPE);
          expect(Problem.parse(await response.json())).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
        }
      },
    );

    test('an unknown id is a problem NOT_FOUND', async () => {
      const unknown = randomUUID();
      const { userToken: token } = wrapper;
      for (const read of [
        client.tenant({ token, tenantId: unknown }),
        client.employee({ token, employeeId: unknown }),
        client.organizations({ token, tenantId: unknown }),
        client.credits({ token, tenantId: unknown }),
        client.creditConfig({ token, tenantId: unknown }),
        client.permissions({ token, employeeId: unknown }),
      ]) {
        await expect(read).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
    });

    test("the employee's units stand in the tree, and no permission lies outside them and what is below", async () => {
      const { userToken: token } = wrapper;
      const tree = await client.organizations({ token, tenantId: ids.tenantId });
      const { permissions } = valueOf(await client.permissions({ token, employeeId: ids.employeeId }));
      expect(allUnitsOf(valueOf(tree))).toEqual(expect.arrayContaining([...ids.orgIds]));
      const reachable = new Set(descendantsOf(valueOf(tree), ids.orgIds));
      expect(permissions.filter(({ orgId }) => !reachable.has(orgId))).toEqual([]);
    });

    test('orgId narrows the permissions to one unit', async () => {
      const [orgId = ''] = ids.orgIds;
      const call = { token: wrapper.userToken, employeeId: ids.employeeId };
      const all = valueOf(await client.permissions(call)).permissions;
      const one = valueOf(await client.permissions({ ...call, orgId })).permissions;
      expect(one).toEqual(all.filter((permission) => permission.orgId === orgId));
    });

    test('pages of employees hold everyone once, in id order', async () => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const filter = { token: wrapper.userToken, limit: 5, ...(cursor === undefined ? {} : { cursor }) };
        const page = valueOf(await client.employees(filter));
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined && seen.length < 50);
      expect(seen).toEqual([...new Set(seen)].toSorted());
      expect(seen.length).toBeGreaterThan(0);
    });

    test('a key is charged once, refunded once and then never charged again', async () => {
      const { serviceToken: token } = wrapper;
      const { tenantId } = ids;
      const item = { key: randomUUID(), feature: 'contacts', count: 1, amountMilli: 1 } as const;
      const consume = async (change = {}) =>
        (await client.consume({ token, tenantId, items: [{ ...item, ...change }] }))[0]?.status;
      const refund = async () => (await client.refund({ token, tenantId, keys: [item.key] }))[0]?.status;
      const statuses = [
        await consume(),
        await consume(),
        await consume({ amountMilli: 2 }),
        await refund(),
        await refund(),
        await consume(),
      ];
      expect(statuses).toEqual(['consumed', 'duplicate', 'mismatch', 'refunded', 'already-refunded', 'refunded']);
    });

    test("a user's token cannot charge", async () => {
      const items = [{ key: randomUUID(), feature: 'contacts', count: 1, amountMilli: 1 }] as const;
      const { userToken: token } = wrapper;
      await expect(client.consume({ token, tenantId: ids.tenantId, items })).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
      });
    });
  });
}

export function valueOf<T>(
  fetched: { readonly isNotModified: false; readonly value: T } | { readonly isNotModified: true },
): T {
  if (fetched.isNotModified) throw new Error('A read without ETag was answered 304.');
  return fetched.value;
}
