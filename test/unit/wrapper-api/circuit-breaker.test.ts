import { expect, test } from 'vitest';
import {
  BREAKER_THRESHOLD,
  createCircuitBreaker,
  type CircuitBreaker,
} from '../../../sync/wrapper-api/circuit-breaker.ts';
import { createFakeClock } from './fake-clock.ts';

function fail(breaker: CircuitBreaker, times: number): void {
  for (let i = 0; i < times; i += 1) breaker.admit()('unreachable');
}

test('five failures in a row open it, and an open one refuses without a call', () => {
  const breaker = createCircuitBreaker(createFakeClock());
  fail(breaker, BREAKER_THRESHOLD - 1);
  expect(breaker.state()).toBe('closed');
  fail(breaker, 1);
  expect(breaker.state()).toBe('open');
  expect(() => breaker.admit()).toThrow(
    expect.objectContaining({ code: 'WRAPPER_UNREACHABLE', data: { reason: 'circuit-open', retryInMs: 2000 } }),
  );
});

test('an answer in between starts the count again', () => {
  const breaker = createCircuitBreaker(createFakeClock());
  fail(breaker, BREAKER_THRESHOLD - 1);
  breaker.admit()('reached');
  fail(breaker, BREAKER_THRESHOLD - 1);
  expect(breaker.state()).toBe('closed');
});

test('a call its caller gave up says nothing', () => {
  const breaker = createCircuitBreaker(createFakeClock());
  for (let i = 0; i < 20; i += 1) breaker.admit()('neutral');
  expect(breaker.state()).toBe('closed');
});

test('one probe at a time after the wait; it closes or waits longer, up to 30 s', async () => {
  const clock = createFakeClock();
  const breaker = createCircuitBreaker(clock);
  fail(breaker, BREAKER_THRESHOLD);
  for (const waitMs of [2000, 4000, 8000, 16_000, 30_000, 30_000]) {
    await clock.advance(waitMs - 1);
    expect(breaker.state()).toBe('open');
    await clock.advance(1);
    expect(breaker.state()).toBe('half-open');
    const settle = breaker.admit();
    expect(() => breaker.admit()).toThrow();
    settle('unreachable');
  }
  await clock.advance(30_000);
  breaker.admit()('reached');
  expect(breaker.state()).toBe('closed');
});

test('a probe that was cancelled lets the next one through', async () => {
  const clock = createFakeClock();
  const breaker = createCircuitBreaker(clock);
  fail(breaker, BREAKER_THRESHOLD);
  await clock.advance(2000);
  breaker.admit()('neutral');
  expect(breaker.state()).toBe('half-open');
});

test('attempts under way when it opened do not lengthen the wait', async () => {
  const clock = createFakeClock();
  const breaker = createCircuitBreaker(clock);
  const late = Array.from({ length: 10 }, () => breaker.admit());
  for (const settle of late) settle('unreachable');
  await clock.advance(2000);
  expect(breaker.state()).toBe('half-open');
});
