import { expect, test } from 'vitest';
import { openSignedIn } from '../support/open-signed-in.ts';

test('a viewer reads everything, and what is off says why', async () => {
  await using app = await openSignedIn('viewer');
  const { page } = app;
  await app.verbs.go('/contacts');
  await app.verbs.row(4).click();
  const pane = page.getByRole('region', { name: 'Contact', exact: true });
  await pane.getByText('Last contact').waitFor();
  await page.getByRole('button', { name: /^Contact .*off for now/ }).waitFor();
  await expect.poll(() => pane.getByRole('button', { name: /^Edit/ }).count()).toBe(0);
  await expect.poll(() => pane.getByRole('textbox').count()).toBe(0);
  await pane.getByRole('button', { name: /^Write to this record/ }).click({ force: true });
  const why = page.getByRole('dialog');
  await why.getByText('Your role does not allow this.').waitFor();
  await why.getByText(/^Add notes in /).waitFor();
  expect(app.complaints).toEqual([]);
});

test('a manager of several units says in which one a new contact is', async () => {
  await using app = await openSignedIn('manager');
  const { page } = app;
  await app.verbs.go('/contacts');
  await app.verbs.row(4).waitFor();
  await page.keyboard.press('c');
  const unit = page.getByRole('combobox', { name: 'Unit' });
  await expect
    .poll(() => unit.locator('option').allInnerTexts())
    .toEqual(expect.arrayContaining(['North', 'North Field', 'North Inside sales']));
  await unit.selectOption({ label: 'North Field' });
  await page.getByLabel('Last name').fill('Unitson');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Unitson' }).waitFor();
  expect(app.complaints).toEqual([]);
});
