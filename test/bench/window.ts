import { rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { openBrowserApp } from '../../main/browser/open-browser-app.ts';
import { buildRendererIfStale, RENDERER_DIR } from '../../resources/scripts/start/build-renderer.ts';
import { lengthOfList, scrollList, type ScrollTo } from '../e2e/support/scroll-list.ts';
import { openWindows } from '../e2e/support/windows.ts';
import type { Bench, Measured } from './bench.ts';
import { median, p99, round, worst } from './stats.ts';
import { timeKeys } from './window-keys.ts';
import type { World } from './world.ts';

const PAGES = { small: 100, full: 400 } as const;
const JUMPS = { small: 30, full: 100 } as const;
const PROMISE_MS = 100;

/** What a person waits for in the window itself, in Chromium over the browser shell, on the administrator's replica. */
export const inWindow: Bench = {
  name: 'window',
  async run(world) {
    await buildRendererIfStale(world.say);
    const dataDir = await world.filledFolder();
    const app = await openBrowserApp({
      dataDir,
      syncUrl: world.syncUrl,
      wrapperUrl: world.wrapperUrl,
      port: 0,
      files: RENDERER_DIR,
      warn: () => undefined,
    });
    try {
      await using windows = await openWindows(app.shell.startUrl());
      return await measure(world, await windows.open());
    } finally {
      await app.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};

async function measure(world: World, page: Page): Promise<readonly Measured[]> {
  await page.getByText(/Records up to date/).waitFor();
  await page.evaluate(() => (location.hash = '/contacts'));
  await page.locator('[role=row][data-index="0"]:not([aria-busy=true])').waitFor();
  const contacts = await lengthOfList(page);
  const pages = await scrollAll(page, Array<ScrollTo>(PAGES[world.size]).fill({ byPages: 1 }));
  const jumps = await scrollAll(
    page,
    Array.from({ length: JUMPS[world.size] }, (_, index) => jump(index)),
  );
  const keys = await timeKeys(world, page);
  const setting = 'Chromium without a screen, 1280x800, measured inside the page by frames';
  return [
    measuredOf('window-page', 'a page further in the list of contacts, no slot is empty: p99 under 100 ms', pages, {
      contacts,
      setting,
    }),
    measuredOf('window-jump', 'anywhere else in that list, no slot is empty: p99 under 100 ms', jumps, {
      contacts,
      setting,
    }),
    measuredOf('window-key', 'key to results of that text in the palette: p99 under 100 ms', keys, {
      rows: world.rowCount,
      setting,
    }),
  ];
}

/** Spread over the whole list, never twice the same place. */
const jump = (index: number): ScrollTo => ({ share: (index * 0.618_034 + 0.3) % 1 });

async function scrollAll(page: Page, steps: readonly ScrollTo[]): Promise<readonly number[]> {
  const taken: number[] = [];
  for (const step of steps) taken.push(await scrollList(page, step));
  return taken;
}

function measuredOf(name: string, promise: string, taken: readonly number[], detail: Measured['detail']): Measured {
  const value = round(p99(taken));
  const seen = { p50: round(median(taken)), worst: round(worst(taken)), times: taken.length };
  return { name, value, unit: 'ms p99', promise, holds: value < PROMISE_MS, detail: { ...seen, ...detail } };
}
