import { expect, test } from 'vitest';
import type { AppClient } from '../../../renderer/app/app-client.ts';
import { followNetwork } from '../../../renderer/app/follow-network.ts';

test('a network that is back is used at once, also after a try that failed', async () => {
  const answers = [Promise.reject(new Error('engine gone')), Promise.resolve({ kind: 'done' })];
  let asked = 0;
  const sync = { now: () => answers[asked++] } as unknown as AppClient['sync'];
  const target = new EventTarget();
  followNetwork({ sync }, target);
  target.dispatchEvent(new Event('online'));
  target.dispatchEvent(new Event('offline'));
  target.dispatchEvent(new Event('online'));
  await Promise.allSettled(answers);
  expect(asked).toBe(2);
});
