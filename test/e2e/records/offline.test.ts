import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { openRecords } from './open-records.ts';

/** The user's own switch, over the shell's socket in oRPC's own bytes. */
const workOffline = (page: Page, isOn: boolean): Promise<unknown> =>
  page.evaluate(
    async (text) => {
      const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/rpc`);
      await new Promise((resolve) => (socket.onopen = resolve));
      const answer = new Promise((resolve) => (socket.onmessage = resolve));
      socket.send(text);
      await answer;
      socket.close();
    },
    JSON.stringify({ i: '1', p: { u: '/sync/workOffline', b: { json: { isOn } } } }),
  );

test('offline a call waits and a new contact is a draft, each with its mark, until they are sent', async () => {
  await using app = await openRecords('sales');
  const { page } = app;
  await app.go('/contacts');
  await page.locator('[role=row][data-index="8"]').click();
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
  await expect.poll(() => pane.getByRole('img', { name: 'Waiting to be sent' }).count(), { timeout: 20_000 }).toBe(0);
  expect(app.complaints).toEqual([]);
});
