import type { Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';

/** A change that goes over the server on a slow machine that does other things as well. */
const PATIENCE = { timeout: 30_000 };

/** Screens are loaded when they are opened first, and the one before stays until then: these are known by their heading. */
const HEADINGS: Readonly<Record<string, string>> = {
  '/contacts': 'Contacts',
  '/companies': 'Companies',
  '/deals': 'Deals',
  '/tasks': 'Tasks',
};

/** What a person does in a window, in a person's terms. */
export function verbsOf(page: Page) {
  page.setDefaultTimeout(PATIENCE.timeout);
  const region = (name: string): Locator => page.getByRole('region', { name, exact: true });
  return {
    region,
    /** A row of the list once its record is there. */
    row: (index: number): Locator => page.locator(`[role=row][data-index="${index}"]:not([aria-busy=true])`),
    /** A place of the window, for example `/contacts`. */
    async go(path: string): Promise<void> {
      await page.evaluate((to) => (location.hash = to), path);
      const name = HEADINGS[path];
      await page
        .getByRole('heading', { level: 1, ...(name === undefined ? {} : { name }) })
        .first()
        .waitFor();
    },
    /** Also in a hook, where `expect.poll` may not be used. */
    untilStatus: (words: RegExp, wait = PATIENCE): Promise<void> =>
      vi.waitFor(async () => expect(await page.locator('footer').innerText()).toMatch(words), wait),
    /** Until nothing on the page is on its way: no placeholder stands there and two looks see the same. */
    async untilQuiet(): Promise<void> {
      let before = '';
      await vi.waitFor(
        async () => {
          const now = await page.locator('body').innerHTML();
          const isQuiet = now === before && !now.includes('aria-busy="true"');
          before = now;
          expect(isQuiet).toBe(true);
        },
        { ...PATIENCE, interval: 150 },
      );
    },
    async switchWorkOffline(): Promise<void> {
      await page.getByRole('button', { name: /account and settings/ }).click();
      await page.getByRole('menuitemcheckbox', { name: 'Work offline' }).click();
    },
    /** Puts a value into a field of the record in `of`, as it is done in place. */
    async editField(of: Locator, field: string, value: string): Promise<void> {
      await of.getByRole('button', { name: new RegExp(`^Edit ${field}:`) }).click();
      const input = of.getByRole('textbox', { name: field, exact: true });
      await input.fill(value);
      await input.press('Enter');
      await input.waitFor({ state: 'detached' });
    },
    async pick(label: string, text: string): Promise<void> {
      await page.getByRole('combobox', { name: label }).fill(text);
      await page
        .getByRole('option', { name: new RegExp(text) })
        .first()
        .click();
    },
    async unfocus(): Promise<void> {
      await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    },
    /** Opens the palette and waits until it takes letters. */
    async openPalette(): Promise<void> {
      await page.keyboard.press('Control+k');
      await page.locator('[role=combobox]:focus').waitFor();
    },
  };
}

export type Verbs = ReturnType<typeof verbsOf>;
