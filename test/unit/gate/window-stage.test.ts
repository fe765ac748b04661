import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextStageInMs, windowStage } from '../../../main/gate/offline-window.ts';

const MINUTE_MS = 60_000;

test.each([
  [30 * MINUTE_MS, 'running'],
  [5 * MINUTE_MS + 1, 'running'],
  [5 * MINUTE_MS, 'ending'],
  [MINUTE_MS + 1, 'ending'],
  [MINUTE_MS, 'last-minute'],
  [1, 'last-minute'],
  [0, 'over'],
] as const)('with %i ms left the window is %s', (leftMs, stage) => {
  expect(windowStage(leftMs)).toBe(stage);
});

test('waiting until the next stage reaches it, and no time before does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 * MINUTE_MS }), (leftMs) => {
      const waitMs = nextStageInMs(leftMs);
      expect(windowStage(leftMs - waitMs)).not.toBe(windowStage(leftMs));
      expect(windowStage(leftMs - waitMs + 1)).toBe(windowStage(leftMs));
    }),
  );
});
