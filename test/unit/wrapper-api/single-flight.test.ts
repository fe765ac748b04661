import { expect, test } from 'vitest';
import { createSingleFlight } from '../../../sync/wrapper-api/single-flight.ts';
import { settle } from './fake-clock.ts';

function setUp() {
  const flights = createSingleFlight();
  const starts: { key: string; signal: AbortSignal; land: (value: string) => void }[] = [];
  const board = (key: string, signal?: AbortSignal) =>
    flights.run(
      key,
      (shared) => new Promise<string>((resolve) => starts.push({ key, signal: shared, land: resolve })),
      signal,
    );
  return { starts, board };
}

test('calls of one key share one flight, other keys do not', async () => {
  const { starts, board } = setUp();
  const results = Promise.all([board('a'), board('a'), board('b')]);
  expect(starts.map(({ key }) => key)).toEqual(['a', 'b']);
  starts[0]?.land('one');
  starts[1]?.land('two');
  expect(await results).toEqual(['one', 'one', 'two']);
});

test('a landed flight is not reused', async () => {
  const { starts, board } = setUp();
  const first = board('a');
  starts[0]?.land('old');
  await first;
  await settle();
  const second = board('a');
  starts[1]?.land('new');
  expect(await second).toBe('new');
});

test('a passenger who leaves does not take the others along', async () => {
  const { starts, board } = setUp();
  const leaving = new AbortController();
  const left = expect(board('a', leaving.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  const stayed = board('a');
  leaving.abort();
  await left;
  expect(starts[0]?.signal.aborted).toBe(false);
  starts[0]?.land('here');
  expect(await stayed).toBe('here');
});

test('the flight is aborted with its last passenger, and a newcomer starts a new one', async () => {
  const { starts, board } = setUp();
  const leaving = new AbortController();
  const left = expect(board('a', leaving.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  leaving.abort();
  await left;
  expect(starts[0]?.signal.aborted).toBe(true);
  const next = board('a');
  expect(starts).toHaveLength(2);
  starts[1]?.land('fresh');
  expect(await next).toBe('fresh');
});
