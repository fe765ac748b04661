import { expect, test } from 'vitest';
import { HALDEN_TENANT_ID } from '../../wrapper-sandbox/demo-tenant.ts';
import { openField, type Laptop } from './field.ts';
import type { Intercept } from './network.ts';
import { contactOf, makeContact, run, synced } from './records.ts';
import { pause, until } from './test-clock.ts';

const count = (laptop: Laptop, path: string): number => laptop.network.log.filter((each) => each === path).length;

/** The stream of events, block by block; `pass` decides what becomes of each. */
const streaming =
  (transform: (block: string) => readonly string[]): Intercept =>
  async ({ url, pass }) => {
    const response = await pass();
    if (url.pathname !== '/v1/events' || response.body === null) return response;
    const changed = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(
        new TransformStream<string, string>({
          transform: (text, out) =>
            text.split(/(?<=\n\n)/).forEach((block) => transform(block).forEach((part) => out.enqueue(part))),
        }),
      )
      .pipeThrough(new TextEncoderStream());
    return new Response(changed, { headers: response.headers });
  };

const titles = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'];

test.each<{ name: string; transform: () => (block: string) => readonly string[] }>([
  { name: 'lost', transform: () => () => [] },
  { name: 'doubled', transform: () => (block) => [block, block] },
  {
    name: 'reordered and late',
    transform: () => {
      const kept: string[] = [];
      return (block) => (kept.push(block) < 3 ? [] : kept.splice(0).toReversed());
    },
  },
  { name: 'garbled', transform: () => (block) => [block.replaceAll('{', '<'), 'data: {"kind":"newer","seq":"x"}\n\n'] },
  { name: 'replaced by what no client knows', transform: () => () => ['event: x\ndata: {"kind":"news"}\n\n'] },
])('events that are $name: both laptops have the same in the end', async ({ transform }) => {
  await using field = await openField();
  const writer = await field.laptop('sanna.reyes');
  const contactId = await makeContact(writer);
  await synced(writer);
  // Signed in only now, so that its first stream of events goes through here too.
  const reader = await field.laptop('sanna.reyes', { isSignedOut: true });
  reader.network.intercept = streaming(transform());
  await reader.engine.host.session.signIn(await field.tokens('sanna.reyes'));
  await synced(reader);
  for (const jobTitle of titles) {
    await run(writer, 'contacts.edit', { contactId, set: { jobTitle } });
    await synced(writer);
  }
  await until(
    async () => {
      await reader.clock.advance(10_000);
      return contactOf(reader, contactId).catch(() => undefined);
    },
    (contact) => contact?.jobTitle === 'Six',
    10_000,
  );
});

test('an event costs one pull, and the same one again none', async () => {
  await using field = await openField();
  const [writer, reader] = [await field.laptop('sanna.reyes'), await field.laptop('sanna.reyes')];
  await synced(reader, writer);
  await until(
    () => count(reader, '/v1/events'),
    (streams) => streams === 1,
  );
  const before = count(reader, '/v1/pull');
  const contactId = await makeContact(writer);
  await synced(writer);
  await until(
    () => contactOf(reader, contactId).catch(() => undefined),
    (contact) => contact !== undefined,
  );
  const pulls = count(reader, '/v1/pull');
  expect(pulls - before).toBeLessThan(4);
  const { head } = await reader.engine.call.sync.status();
  for (let again = 0; again < 20; again += 1) field.server.tell(HALDEN_TENANT_ID, { kind: 'newer', seq: head });
  await pause(100);
  expect(count(reader, '/v1/pull')).toBe(pulls);
});

test('an event without an end is not waited for', async () => {
  await using field = await openField();
  const reader = await field.laptop('sanna.reyes', { isSignedOut: true });
  let sent = 0;
  let isGivenUp = false;
  reader.network.intercept = async ({ url, pass }) => {
    const response = await pass();
    if (url.pathname !== '/v1/events') return response;
    await response.body?.cancel();
    const endless = new ReadableStream<Uint8Array>({
      async pull(out) {
        await pause(1);
        sent += 1024;
        out.enqueue(new Uint8Array(1024).fill(120));
      },
      cancel: () => void (isGivenUp = true),
    });
    return new Response(endless, { headers: response.headers });
  };
  await reader.engine.host.session.signIn(await field.tokens('sanna.reyes'));
  await synced(reader);
  await until(
    () => isGivenUp,
    (isSo) => isSo,
  );
  expect(sent).toBeLessThan(1024 * 1024);
});

/** A stream that says nothing at all, not even that it is still there. */
const silent: Intercept = async ({ url, pass }) => {
  const response = await pass();
  if (url.pathname !== '/v1/events') return response;
  await response.body?.cancel();
  return new Response(new ReadableStream(), { headers: response.headers });
};

async function behindSilence(writer: Laptop, reader: Laptop): Promise<string> {
  reader.network.intercept = silent;
  await synced(writer, reader);
  await until(
    () => count(reader, '/v1/events'),
    (streams) => streams === 1,
  );
  const contactId = await makeContact(writer);
  await synced(writer);
  return contactId;
}

test('a stream without a byte is given up, and what was missed is pulled', async () => {
  await using field = await openField();
  const [writer, reader] = [await field.laptop('sanna.reyes'), await field.laptop('sanna.reyes')];
  const contactId = await behindSilence(writer, reader);
  await reader.clock.advance(44_000);
  expect(count(reader, '/v1/events')).toBe(1);
  // the stream ends, then the next one is opened
  await reader.clock.advance(2_000);
  await until(
    async () => {
      await reader.clock.advance(1_000);
      return count(reader, '/v1/events');
    },
    (streams) => streams > 1,
  );
  expect((await contactOf(reader, contactId)).pending).toBeNull();
});

test.each<{ name: string; lose: (laptop: Laptop) => void }>([
  { name: 'the machine slept for an hour', lose: ({ clock }) => clock.sleep(3_600_000) },
  { name: 'the clock was set back a day', lose: ({ clock }) => clock.setWall(clock.wallMs() - 86_400_000) },
  { name: 'the clock was set ahead', lose: ({ clock }) => clock.setWall(clock.wallMs() + 120_000) },
])('$name: the old stream is left and what was missed is pulled at once', async ({ lose }) => {
  await using field = await openField();
  const [writer, reader] = [await field.laptop('sanna.reyes'), await field.laptop('sanna.reyes')];
  const contactId = await behindSilence(writer, reader);
  lose(reader);
  await reader.clock.advance(10_000);
  await until(
    async () => {
      await reader.clock.advance(100);
      return contactOf(reader, contactId).catch(() => undefined);
    },
    (contact) => contact !== undefined,
  );
  expect(reader.clock.monotonicMs()).toBeLessThan(44_000);
  await until(
    async () => {
      await reader.clock.advance(100);
      return count(reader, '/v1/events');
    },
    (streams) => streams > 1,
  );
});
