import { expect, test } from 'vitest';
import { openField } from './field.ts';
import { makeContact, synced } from './records.ts';
import { pause } from './test-clock.ts';

test('a validation that is under way when the engine closes ends quietly', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  await makeContact(sanna);
  await synced(sanna);
  await field.control('PUT', 'faults', { latencyMs: 300 });
  const problems: unknown[] = [];
  const note = (problem: unknown): void => void problems.push(problem);
  process.on('unhandledRejection', note);
  void sanna.clock.advance(61_000);
  await pause(30);
  await sanna.engine.close();
  await pause(600);
  process.off('unhandledRejection', note);
  expect(problems).toEqual([]);
});
