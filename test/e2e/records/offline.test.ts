import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { call } from '../support/call-window.ts';
import { openSignedIn } from '../support/open-signed-in.ts';

/** The user's own switch. */
const workOffline = (page: Page, isOn: boolean): Promise<unknown> => call(page, '/sync/workOffline', { isOn });

test('offline a call waits and a new contact is a draft, each with its mark, until they are sent', async () => {
  await using app = await openSignedIn('sales');
  const { page } = app;
  await app.verbs.go('/contacts');
  await app.verbs.row(8).click();
  const pane = page.getByRole('region', { name: 'Contact', exact: true });
  await pane.getByRole('tab', { name: 'Call' }).waitFor();
  await workOffline(page, true);
  await pane.getByText('Kept as you type, sent later').waitFor();

  await pane.getByRole('tab', { name: 'Call' }).click();
  await pane.getByRole('textbox', { name: 'Call' }).fill('Asked for the protocol.');
  await page.keyboard.press('Control+Enter');
  const call = pane.getByRole('listitem').filter({ hasText: 'Asked for the protocol.' });
  await call.getByRole('img', { name: 'Waiting to be sent' }).waitFor();

  await page.keyboard.press('Control+.');
  await page
    .getByRole('menuitem', { name: /^Delete/ })
    .getByText('asks for your permission live')
    .waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Contact', exact: true }).click();
  const form = page.getByRole('region', { name: 'New contact' });
  await form.getByRole('button', { name: 'Keep as draft' }).waitFor();
  await form.getByLabel('Last name').fill('Åbo Draft');
  await page.keyboard.press('Control+Enter');
  await pane.getByRole('heading', { name: 'Åbo Draft' }).waitFor();
  await pane.getByRole('img', { name: 'Draft, not applied' }).first().waitFor();
  const inList = page.locator('[role=row][aria-current=true]');
  await inList.getByRole('img', { name: 'Draft, not applied' }).waitFor();
  expect(await app.axe()).toEqual([]);

  await workOffline(page, false);
  await pane.getByRole('img', { name: 'Draft, not applied' }).first().waitFor({ state: 'detached' });
  await expect.poll(() => pane.getByRole('img', { name: 'Waiting to be sent' }).count()).toBe(0);
  expect(app.complaints).toEqual([]);
});
