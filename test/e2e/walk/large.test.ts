import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openWalk, signIn } from './open-walk.ts';
import { verbsOf } from './window-verbs.ts';

/** A row that is not drawn yet is seen as a gap after about this long. */
const GAP_MS = 100;
const FIRST_SYNC = { timeout: 90_000 };

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Scrolls the list and looks at every frame. @returns milliseconds until every slot on screen has its row, from the scroll on */
function scrollAndWait(page: Page, to: { readonly byPages: number } | { readonly share: number }): Promise<number> {
  return page.locator('[data-region=list]').evaluate(async (list, target) => {
    const slots = (): boolean => {
      const { top, bottom } = list.getBoundingClientRect();
      const rows = [...list.querySelectorAll('[role=row][data-index]')];
      const seen = rows.filter((row) => {
        const box = row.getBoundingClientRect();
        return box.bottom > top + 30 && box.top < bottom;
      });
      const isCovered = seen.length >= Math.floor((bottom - top) / 32) - 1;
      return isCovered && seen.every((row) => row.ariaBusy !== 'true');
    };
    const startMs = performance.now();
    list.scrollTop =
      'share' in target ? list.scrollHeight * target.share : list.scrollTop + list.clientHeight * target.byPages;
    do await new Promise(requestAnimationFrame);
    while (!slots() && performance.now() - startMs < 5000);
    return performance.now() - startMs;
  }, to);
}

test('in a list of tens of thousands no slot is empty after a page down or a jump of the scrollbar', async () => {
  await using walk = await openWalk('large');
  const page = await walk.openWindow();
  const verbs = verbsOf(page);
  await signIn(page, walk.account('sales'));
  await verbs.go('/contacts');
  await verbs.untilStatus(/Records up to date/, FIRST_SYNC);
  const lengthOf = (): Promise<number> =>
    page.locator('[data-region=list]').evaluate((list) => Math.round(list.scrollHeight / 32));
  await expect.poll(lengthOf).toBeGreaterThan(10_000);
  const count = await lengthOf();

  const pages: number[] = [];
  for (let step = 0; step < 9; step += 1) pages.push(await scrollAndWait(page, { byPages: 1 }));
  const jumps: number[] = [];
  for (const share of [0.5, 0.1, 0.9, 0.3, 0.7]) jumps.push(await scrollAndWait(page, { share }));

  await page.locator('[role=row][tabindex="0"]').first().focus();
  await page.keyboard.press('Home');
  await verbs.row(0).waitFor();
  const before = await page.evaluate(() => document.activeElement?.getAttribute('data-index'));
  await page.keyboard.press('PageDown');
  await expect
    .poll(() => page.evaluate(() => Number(document.activeElement?.getAttribute('data-index'))))
    .toBeGreaterThan(10);
  expect(before).toBe('0');
  expect(await page.locator('[role=row][aria-busy=true]').count()).toBe(0);

  const keyMs = await timeSearch(page);
  const ms = (values: readonly number[]): string => values.map((value) => value.toFixed(0)).join(' ');
  process.stdout.write(
    `${count} rows; page down ${ms(pages)} ms; jump ${ms(jumps)} ms; search, key to result ${ms(keyMs)} ms\n`,
  );
  expect(median(pages)).toBeLessThan(GAP_MS);
  expect(median(jumps)).toBeLessThan(GAP_MS);
  expect(walk.complaints).toEqual([]);
});

/** From the key press to results of exactly that text, in the search over everything. */
async function timeSearch(page: Page): Promise<readonly number[]> {
  await page.keyboard.press('Control+k');
  await page.locator('[role=combobox]:focus').waitFor();
  const times: number[] = [];
  for (const letter of 'tarn') {
    const startMs = performance.now();
    const before = await page.getByRole('listbox').innerHTML();
    await page.keyboard.press(letter);
    await page.waitForFunction((was) => document.querySelector('[role=listbox]')?.innerHTML !== was, before, {
      polling: 'raf',
    });
    times.push(performance.now() - startMs);
  }
  return times;
}
