import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openField, type Field, type Laptop } from './field.ts';
import type { Network } from './network.ts';
import { contactOf, counts, makeContact, run, synced } from './records.ts';
import { until } from './test-clock.ts';

interface Portal extends AsyncDisposable {
  readonly port: number;
}

/** Something on the way that answers in the server's place, or only accepts. */
async function openPortal(answer: RequestListener | 'silence'): Promise<Portal> {
  const open = new Set<Socket>();
  const portal: Server = answer === 'silence' ? createTcpServer() : createServer(answer);
  portal.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  return {
    port: (portal.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => portal.close(resolve));
    },
  };
}

/** Every request to the sync server ends at the portal. */
function lead(network: Network, field: Field, { port }: Portal, path = ''): void {
  const { host } = new URL(field.server.url);
  network.intercept = ({ url, init, pass }) =>
    url.host === host && url.pathname.includes(path) ? fetch(`http://127.0.0.1:${port}${url.pathname}`, init) : pass();
}

const JSON_TYPE = { 'content-type': 'application/json' };
const OURS = { ...JSON_TYPE, 'satchel-protocol': '1' };
const PAGE = JSON.stringify({ epoch: 'x', cursor: 'x', isReset: true, purgeUnits: [], rows: [], more: false });
const answering =
  (status: number, headers: Record<string, string>, body: string | Buffer = ''): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

const PORTALS: readonly { name: string; answer: RequestListener; code: string }[] = [
  {
    name: '200 with a page to log in',
    answer: answering(200, { 'content-type': 'text/html' }, '<html>Welcome aboard</html>'),
    code: 'SERVER_UNREACHABLE',
  },
  {
    name: 'a page to log in under our header',
    answer: answering(200, { ...OURS, 'content-type': 'text/html' }, '<html></html>'),
    code: 'BAD_ANSWER',
  },
  {
    name: 'a redirect',
    answer: answering(302, { location: 'http://127.0.0.1:9/login' }),
    code: 'SERVER_UNREACHABLE',
  },
  {
    name: 'a redirect under our header',
    answer: answering(307, { ...OURS, location: 'http://127.0.0.1:9/' }),
    code: 'SERVER_UNREACHABLE',
  },
  { name: '204', answer: answering(204, {}), code: 'SERVER_UNREACHABLE' },
  { name: '204 under our header', answer: answering(204, { 'satchel-protocol': '1' }), code: 'BAD_ANSWER' },
  { name: "other people's JSON", answer: answering(200, JSON_TYPE, PAGE), code: 'SERVER_UNREACHABLE' },
  { name: 'JSON of another shape', answer: answering(200, OURS, PAGE), code: 'BAD_ANSWER' },
  { name: 'half of a JSON', answer: answering(200, OURS, PAGE.slice(0, 30)), code: 'SERVER_UNREACHABLE' },
  {
    name: 'a truncated gzip',
    answer: answering(200, { ...OURS, 'content-encoding': 'gzip' }, gzipSync(PAGE.repeat(50)).subarray(0, 40)),
    code: 'SERVER_UNREACHABLE',
  },
  {
    name: 'JSON of a version that needs a newer program',
    answer: answering(200, { ...OURS, 'satchel-protocol': '9;floor=8' }, '{"rows":{}}'),
    code: 'PROTOCOL_TOO_OLD',
  },
  {
    name: 'JSON of a version that is no more',
    answer: answering(200, { ...OURS, 'satchel-protocol': '0' }, '{"rows":{}}'),
    code: 'PROTOCOL_TOO_NEW',
  },
  {
    name: 'a version that is none',
    answer: answering(200, { ...OURS, 'satchel-protocol': 'latest' }, PAGE),
    code: 'SERVER_UNREACHABLE',
  },
  {
    name: "a balancer's 503",
    answer: answering(503, { 'content-type': 'text/plain', 'retry-after': '1' }),
    code: 'SERVER_UNREACHABLE',
  },
  { name: 'an error that is no problem', answer: answering(500, OURS, '{}'), code: 'BAD_ANSWER' },
  {
    name: 'a connection that ends in the middle',
    answer: (_request, response) => {
      response.writeHead(200, { ...OURS, 'content-length': '5000' });
      response.write(PAGE.slice(0, 20), () => response.destroy());
    },
    code: 'SERVER_UNREACHABLE',
  },
];

async function withQueue(field: Field): Promise<{ sanna: Laptop; contactId: string }> {
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  await synced(sanna);
  return { sanna, contactId };
}

test.each(PORTALS)(
  '$name is not the server: nothing changes, and the queue goes out by itself afterwards',
  async ({ answer, code }) => {
    await using field = await openField();
    await using portal = await openPortal(answer);
    const { sanna, contactId } = await withQueue(field);
    lead(sanna.network, field, portal);
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
    expect(await sanna.engine.call.sync.now()).toMatchObject({ kind: 'stopped', code });
    expect(await counts(sanna)).toMatchObject({ queued: 1, parked: 0 });
    expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Buyer', pending: 'waiting' });
    sanna.network.intercept = null;
    await until(
      async () => {
        await sanna.clock.advance(5_000);
        return counts(sanna);
      },
      ({ queued, acknowledged }) => queued === 0 && acknowledged === 2,
      10_000,
    );
  },
);

test('a connection that is accepted and never answered ends at its deadline', async () => {
  await using field = await openField();
  await using portal = await openPortal('silence');
  const { sanna, contactId } = await withQueue(field);
  lead(sanna.network, field, portal);
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  let outcome: unknown;
  void sanna.engine.call.sync.now().then((ended) => (outcome = ended));
  await until(
    async () => {
      await sanna.clock.advance(10_000);
      return outcome;
    },
    (ended) => ended !== undefined,
  );
  expect(outcome).toMatchObject({ kind: 'stopped', code: 'SERVER_UNREACHABLE' });
  expect(await counts(sanna)).toMatchObject({ queued: 1, sending: 0 });
});

test('events that are accepted and never answered hold up nothing', async () => {
  await using field = await openField();
  await using portal = await openPortal('silence');
  const sanna = await field.laptop('sanna.reyes');
  lead(sanna.network, field, portal, '/v1/events');
  await synced(sanna);
  const contactId = await makeContact(sanna);
  await synced(sanna);
  expect(await contactOf(sanna, contactId)).toMatchObject({ pending: null });
  const asked = () => sanna.network.log.filter((path) => path === '/v1/events').length;
  const before = asked();
  await sanna.clock.advance(40_000);
  await until(asked, (count) => count > before);
});
