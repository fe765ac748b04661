import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runSeed } from './run-seed.ts';
import { makeTemplate } from './template.ts';

test('the same seed gives the same run, step by step', async () => {
  const template = await makeTemplate();
  try {
    const [first, second] = [await runSeed(template, 7), await runSeed(template, 7)];
    expect(second.steps).toEqual(first.steps);
    expect(second.counts).toEqual(first.counts);
    expect(second.ends).toEqual(first.ends);
  } finally {
    rmSync(template.folder, { recursive: true, force: true });
  }
});
