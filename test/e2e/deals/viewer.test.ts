import { expect, test } from 'vitest';
import { openSignedIn } from '../support/open-signed-in.ts';

test('a viewer sees deals and reasons, and nothing that would end in a refusal', async () => {
  await using app = await openSignedIn('viewer');
  const { page } = app;
  await app.verbs.go('/deals');
  const card = page.locator('[data-card-id]').first();
  await card.waitFor();
  await page
    .getByRole('button', { name: /Move deals/ })
    .first()
    .waitFor();
  const id = await card.getAttribute('data-card-id');
  const stage = await card.getAttribute('data-card-stage');
  await card.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByText('Your role does not allow this.').first().waitFor();
  await expect.poll(() => page.locator(`[data-card-id="${id}"]`).getAttribute('data-card-stage')).toBe(stage);
  await card.click();
  await page.getByText('Next step', { exact: true }).waitFor();
  await expect.poll(() => page.getByRole('button', { name: /^Edit / }).count()).toBe(0);
  expect(await app.axe()).toEqual([]);
  await app.verbs.go('/import');
  await page.getByRole('button', { name: /Choose a CSV file/ }).waitFor();
  await expect.poll(() => page.locator('input[type=file]').count()).toBe(0);
  expect(await app.axe()).toEqual([]);
  expect(app.complaints).toEqual([]);
});
