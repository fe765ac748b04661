import { expect, test } from 'vitest';
import { openApp } from '../support/open-app.ts';
import { lengthOfList, scrollList } from '../support/scroll-list.ts';
import { signIn } from '../support/sign-in.ts';
import { verbsOf } from '../support/window-verbs.ts';

/** The first sync of the large demo. */
const FIRST_SYNC = { timeout: 240_000 };

/** How soon is measured by the bench `window`; here it is seen that it comes at all. */
test('in a list of tens of thousands every slot fills after a page down, a jump of the scrollbar and a key', async () => {
  await using app = await openApp('large');
  const page = await app.openWindow();
  const verbs = verbsOf(page);
  await signIn(page, app.account('sales'));
  await verbs.go('/contacts');
  await verbs.untilStatus(/Records up to date/, FIRST_SYNC);
  await expect.poll(() => lengthOfList(page)).toBeGreaterThan(10_000);

  for (let step = 0; step < 9; step += 1) await scrollList(page, { byPages: 1 });
  for (const share of [0.5, 0.1, 0.9, 0.3, 0.7]) await scrollList(page, { share });

  const focused = (): Promise<number> =>
    page.evaluate(() => Number(document.activeElement?.getAttribute('data-index') ?? -1));
  await page.locator('[role=row][tabindex="0"]').first().focus();
  await page.keyboard.press('Home');
  await verbs.row(0).waitFor();
  await expect.poll(focused).toBe(0);
  await page.keyboard.press('PageDown');
  await expect.poll(focused).toBeGreaterThan(10);
  await expect.poll(() => page.locator('[role=row][aria-busy=true]').count()).toBe(0);
  const drawn = await page.locator('[role=row][data-index]').count();
  expect(drawn).toBeLessThan(100);

  await verbs.openPalette();
  await page.keyboard.type('tarn');
  await page.getByRole('option', { name: /tarn/i }).first().waitFor();
  expect(app.complaints).toEqual([]);
});
