import type { Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';

/** A page that was loaded anew, or a change that goes over the server, needs longer than a poll waits by itself. */
export const SOON = { timeout: 15_000 };

/** What a person does in a window, in a person's terms. */
export function verbsOf(page: Page) {
  page.setDefaultTimeout(SOON.timeout);
  const region = (name: string): Locator => page.getByRole('region', { name, exact: true });
  return {
    region,
    row: (index: number): Locator => page.locator(`[role=row][data-index="${index}"]`),
    /** A place of the window, for example `/contacts`. */
    async go(path: string): Promise<void> {
      await page.evaluate((to) => (location.hash = to), path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
    },
    /** Also in a hook, where `expect.poll` may not be used. */
    untilStatus: (words: RegExp, wait = SOON): Promise<void> =>
      vi.waitFor(async () => expect(await page.locator('footer').innerText()).toMatch(words), wait),
    async switchWorkOffline(): Promise<void> {
      await page.getByRole('button', { name: /account and settings/ }).click();
      await page.getByRole('menuitemcheckbox', { name: 'Work offline' }).click();
    },
    /** Puts a value into a field of the record in `of`, as it is done in place. */
    async editField(of: Locator, field: string, value: string): Promise<void> {
      await of.getByRole('button', { name: new RegExp(`^Edit ${field}:`) }).click();
      await of.getByRole('textbox', { name: field, exact: true }).fill(value);
      await page.keyboard.press('Enter');
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
  };
}

export type Verbs = ReturnType<typeof verbsOf>;
