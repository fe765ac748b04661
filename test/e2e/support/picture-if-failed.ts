import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { onTestFailed } from 'vitest';

/** Says where to look: what the window showed when a test failed. */
export function pictureIfFailed(page: () => Page): void {
  onTestFailed(async ({ task }) => {
    const path = join(tmpdir(), `walk-failed-${task.name.replaceAll(/\W+/g, '-').slice(0, 60)}.png`);
    await page().screenshot({ path });
    process.stderr.write(`What the window showed: ${path}\n`);
  });
}
