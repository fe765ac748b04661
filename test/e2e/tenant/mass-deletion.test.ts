import { expect, test } from 'vitest';
import { findViolations } from '../support/find-violations.ts';
import { openApart } from '../support/open-apart.ts';
import { signIn } from '../support/sign-in.ts';
import { verbsOf } from '../support/window-verbs.ts';

/** What is stopped from 200 on, and one more. */
const MANY = 201;

test('a mass deletion is stopped and said in plain words, and goes on once the user has agreed', async () => {
  await using app = await openApart();
  const page = await app.openWindow();
  const { go, row, untilStatus, switchWorkOffline } = verbsOf(page);
  await signIn(page, app.account('manager'));
  await untilStatus(/^Online[\s\S]*Everything sent[\s\S]*Records up to date/);
  await switchWorkOffline();
  await untilStatus(/^Offline/);

  const manager = await app.otherLaptop('manager');
  const first = { sort: { field: 'lastName', direction: 'asc' }, filter: {}, limit: 200 } as const;
  const { items, next, total } = await manager.call.contacts.page(first);
  const more = await manager.call.contacts.page({ ...first, limit: MANY - 200, after: next ?? '' });
  for (const { id } of [...items, ...more.items])
    await manager.call.mutations.run({ name: 'contacts.delete', args: { contactId: id } });
  expect(await manager.call.sync.now()).toEqual({ kind: 'done' });

  await switchWorkOffline();
  const said = page.getByText(`The server wants to delete an unusual number of records: ${MANY} of ${total} contacts.`);
  await said.waitFor();
  expect(await findViolations(page)).toEqual([]);
  await go('/contacts');
  await page.getByText(`${total} contacts`, { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Delete them' }).click();
  await said.waitFor({ state: 'detached' });
  await page.getByText(`${(total ?? 0) - MANY} contacts`, { exact: true }).waitFor();
  await row(0).waitFor();
});
