import { expect, test } from 'vitest';
import { SatchelError } from '../../../sync/protocol/satchel-error.ts';
import { createRequestQueue } from '../../../sync/wrapper-api/request-queue.ts';
import { createFakeClock, settle } from './fake-clock.ts';

const limited = (retryAfterMs?: number) =>
  new SatchelError('RATE_LIMITED', 'slow down', { data: retryAfterMs === undefined ? {} : { retryAfterMs } });

/** A wrapper that refuses with 429 until `openAtMs` and notes what got through. */
function setUp({ openAtMs, retryAfterMs, limit = 100 }: { openAtMs: number; retryAfterMs?: number; limit?: number }) {
  const clock = createFakeClock();
  const queue = createRequestQueue(clock, limit);
  const sent: string[] = [];
  const done: string[] = [];
  const send = (name: string, signal?: AbortSignal) =>
    queue.run(async () => {
      sent.push(name);
      if (clock.monotonicMs() < openAtMs) throw limited(retryAfterMs);
      done.push(name);
      return name;
    }, signal);
  return { clock, queue, sent, done, send };
}

test('a 429 pauses everything for Retry-After; then all go in the order they came', async () => {
  const { clock, sent, done, send } = setUp({ openAtMs: 3000, retryAfterMs: 3000 });
  const results = Promise.all(['a', 'b', 'c'].map((name) => send(name)));
  await settle();
  const later = Promise.all(['d', 'e'].map((name) => send(name)));
  await clock.advance(2999);
  expect(sent).toEqual(['a', 'b', 'c']);
  await clock.advance(1);
  expect(done).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(await results).toEqual(['a', 'b', 'c']);
  expect(await later).toEqual(['d', 'e']);
  expect(clock.timerCount()).toBe(0);
});

test('after a pause the next request waits for the answer to the one before', async () => {
  const { clock, sent, send } = setUp({ openAtMs: 2500, retryAfterMs: 1000 });
  const all = Promise.all(['a', 'b', 'c'].map((name) => send(name)));
  await clock.advance(1000);
  expect(sent).toEqual(['a', 'b', 'c', 'a']); // refused again: b and c were not even tried
  await clock.advance(2000);
  expect(await all).toEqual(['a', 'b', 'c']);
  expect(sent.slice(4)).toEqual(['a', 'a', 'b', 'c']); // the one refused three times kept its place
});

test('while one goes through after a pause, a newcomer and the rest wait for its answer', async () => {
  const clock = createFakeClock();
  const queue = createRequestQueue(clock);
  const answers: (() => void)[] = [];
  const started: string[] = [];
  const slow = (name: string) =>
    queue.run(
      () =>
        new Promise<void>((resolve) => {
          started.push(name);
          answers.push(resolve);
        }),
    );
  await queue.run(() => Promise.reject(limited(90_000))).catch(() => undefined);
  const all = [slow('a'), slow('b')];
  await clock.advance(90_000);
  all.push(slow('c'));
  await settle();
  expect(started).toEqual(['a']);
  for (const count of [2, 3, 3]) {
    answers[started.length - 1]?.();
    await settle();
    expect(started).toHaveLength(count);
  }
  await Promise.all(all);
});

test('a full queue refuses at once', async () => {
  const { send } = setUp({ openAtMs: 9e9, retryAfterMs: 5000, limit: 2 });
  const swallowed = ['a', 'b'].map((name) => send(name).catch(() => undefined));
  await settle();
  await expect(send('c')).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    data: { reason: 'queue-full', retryAfterMs: 5000 },
  });
  expect(swallowed).toHaveLength(2);
});

test('a pause longer than a minute is the caller’s to wait for', async () => {
  const { send, queue } = setUp({ openAtMs: 9e9, retryAfterMs: 61_000 });
  await expect(send('a')).rejects.toMatchObject({ code: 'RATE_LIMITED', data: { retryAfterMs: 61_000 } });
  expect(queue.waitingCount()).toBe(0);
});

test('without Retry-After the pause is one second', async () => {
  const { clock, send } = setUp({ openAtMs: 1000 });
  const result = send('a');
  await clock.advance(1000);
  expect(await result).toBe('a');
});

test('a request that is refused again and again is given up', async () => {
  const { clock, sent, send } = setUp({ openAtMs: 9e9, retryAfterMs: 100 });
  const result = expect(send('a')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await clock.advance(10_000);
  await result;
  expect(sent).toHaveLength(5);
});

test('a waiting request that is cancelled leaves the queue; the others go on', async () => {
  const { clock, done, send, queue } = setUp({ openAtMs: 1000, retryAfterMs: 1000 });
  const giveUp = new AbortController();
  const first = send('a');
  await settle();
  const second = expect(send('b', giveUp.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  const third = send('c');
  giveUp.abort();
  await second;
  expect(queue.waitingCount()).toBe(2);
  await clock.advance(1000);
  await Promise.all([first, third]);
  expect(done).toEqual(['a', 'c']);
});

test('an error that is no 429 passes and blocks nobody', async () => {
  const queue = createRequestQueue(createFakeClock());
  await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await queue.run(async () => 1)).toBe(1);
});

test('close refuses what waits and stops the timer', async () => {
  const { clock, queue, send } = setUp({ openAtMs: 9e9, retryAfterMs: 5000 });
  const waiting = expect(send('a')).rejects.toMatchObject({ code: 'CANCELLED' });
  await settle();
  queue.close();
  await waiting;
  await expect(queue.run(async () => 1)).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(clock.timerCount()).toBe(0);
});
