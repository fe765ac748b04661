import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../../main/engine/create-engine.ts';
import { untilKept } from '../support/call-window.ts';
import { findViolations } from '../support/find-violations.ts';
import { pictureIfFailed } from '../support/picture-if-failed.ts';
import { openApp, type OpenApp } from '../support/open-app.ts';
import { signIn } from '../support/sign-in.ts';
import { verbsOf, type Verbs } from '../support/window-verbs.ts';

/** A rep's day with a bad network and a colleague on the same records; the tests build on each other, in this order. */
let walk: OpenApp;
let page: Page;
let verbs: Verbs;
let manager: Engine;

const MINUTE_MS = 60_000;
const DEAL = 'Quayside scales';

beforeAll(async () => {
  walk = await openApp();
  page = await walk.openWindow();
  verbs = verbsOf(page);
});
beforeEach(() => pictureIfFailed(() => page));
afterAll(() => walk[Symbol.asyncDispose]());

const contact = () => verbs.region('Contact');
const fact = (name: string) => page.getByRole('button', { name: new RegExp(`^Edit ${name}:`) });
const waits = () => page.getByRole('img', { name: 'Waiting to be sent' });
const drafts = () => page.getByRole('img', { name: 'Draft, not applied' });
const field = { phone: '+49 30 5550177', role: 'Head of docks', call: 'Wants the quote by Friday.' };

let contactId = '';

async function openContact(): Promise<void> {
  await verbs.go('/contacts');
  await page.getByRole('searchbox').fill('Castañeda');
  await expect.poll(() => verbs.row(0).innerText()).toContain('Castañeda');
  await verbs.row(0).click();
  await contact().waitFor();
  contactId = new URL(page.url()).hash.split('/').at(-1) ?? '';
}

async function contactOfManager() {
  await manager.call.sync.now();
  return (await manager.call.contacts.get({ contactId })).contact;
}

async function newContactOfManager() {
  const sort = { field: 'lastName', direction: 'asc' } as const;
  return (await manager.call.contacts.page({ sort, filter: { text: 'wharfinger' }, limit: 5 })).items[0];
}

async function dealOfManager() {
  await manager.call.sync.now();
  const sort = { field: 'title', direction: 'asc' } as const;
  return (await manager.call.deals.page({ sort, filter: { text: DEAL }, limit: 5 })).items[0];
}

test('sales signs in on the account service’s own page, and the records are there', async () => {
  expect(page.url()).not.toContain('token');
  await page.getByRole('heading', { level: 1, name: 'Sign in to Satchel' }).waitFor();
  expect(await page.locator('input[type=password]').count()).toBe(0);
  expect(await findViolations(page)).toEqual([]);
  await signIn(page, walk.account('sales'));
  await expect.poll(() => page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/(#\/)?$/);
  await verbs.untilStatus(/^Online[\s\S]*Everything sent/);
  await verbs.go('/contacts');
  await verbs.row(10).waitFor();
  await page.getByText(/^[1-9]\d* contacts$/).waitFor();
});

test('a second window shows the same records and hears of a change in the first', async () => {
  const second = await walk.openWindow();
  const there = verbsOf(second);
  await openContact();
  await there.go(new URL(page.url()).hash.slice(1));
  await verbs.editField(contact(), 'Role', field.role);
  await expect.poll(() => there.region('Contact').innerText()).toContain(field.role);
  await second.close();
  await verbs.untilStatus(/Everything sent/);
});

test('what sales changed while online is on the manager’s laptop', async () => {
  manager = await walk.otherLaptop('manager');
  await expect.poll(async () => (await contactOfManager()).jobTitle).toBe(field.role);
});

test('with the account service away the status line says so, and a change waits with its mark beside the value', async () => {
  await walk.faults({ outage: true });
  await walk.passMs(2 * MINUTE_MS);
  await verbs.untilStatus(/^Account service away/);
  await verbs.editField(contact(), 'Phone', field.phone);
  await expect.poll(() => fact('Phone').innerText()).toContain(field.phone);
  await fact('Phone').getByRole('img', { name: 'Waiting to be sent' }).waitFor();
  await verbs.untilStatus(/1 change safe here[\s\S]*min of writing left/);
  await expect.poll(() => waits().count()).toBeGreaterThan(1);
  expect(await findViolations(page)).toEqual([]);
});

test('offline, a call is logged and counted', async () => {
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/^Offline/);
  await contact().getByRole('tab', { name: 'Call' }).click();
  await contact().getByRole('textbox', { name: 'Call' }).fill(field.call);
  await page.keyboard.press('Control+Enter');
  await contact().getByRole('region', { name: 'Timeline' }).getByText(field.call).waitFor();
  await verbs.untilStatus(/2 changes safe here/);
});

test('offline, a new contact and a new deal on it become drafts: listed, found and opened like any record', async () => {
  await verbs.unfocus();
  await page.keyboard.press('c');
  const form = verbs.region('New contact');
  await form.getByLabel('First name').fill('Ottilie');
  await form.getByLabel('Last name').fill('Wharfinger');
  expect(await findViolations(page)).toEqual([]);
  await form.getByRole('button', { name: /Keep as draft/ }).click();
  await contact().getByRole('heading', { name: 'Ottilie Wharfinger' }).waitFor();
  await page.getByRole('searchbox').fill('wharfi');
  await expect.poll(() => verbs.row(0).innerText()).toContain('Wharfinger');
  await verbs.row(0).getByRole('img', { name: 'Draft, not applied' }).waitFor();

  await verbs.unfocus();
  await page.keyboard.press('d');
  await page.getByLabel('Title').fill(DEAL);
  await page.getByLabel('Value').fill('52,500');
  await verbs.pick('Contact', 'Wharfinger');
  await page.getByRole('button', { name: /Keep as a draft/ }).click();
  await page.getByRole('heading', { level: 1, name: DEAL }).waitFor();
  await drafts().first().waitFor();
  await verbs.untilStatus(/2 changes[\s\S]*2 drafts/);

  await verbs.go('/deals');
  const card = page.locator('[data-card-id]', { hasText: DEAL });
  await card.waitFor();
  await card.getByRole('img', { name: 'Draft, not applied' }).waitFor();
  await verbs.openPalette();
  await page.keyboard.type('quayside');
  await page.getByRole('option', { name: new RegExp(DEAL) }).click();
  await page.getByRole('heading', { level: 1, name: DEAL }).waitFor();
  await page.getByRole('button', { name: /^Edit Contact: Ottilie Wharfinger/ }).waitFor();
});

test('past the writing window everything can be read, and what is typed becomes a draft', async () => {
  await walk.passMs(31 * MINUTE_MS);
  await verbs.untilStatus(/Reading and drafts[\s\S]*2 changes and 2 drafts safe here/);
  await openContact();
  await verbs.editField(contact(), 'Source', 'Boat show');
  await verbs.untilStatus(/2 changes and 3 drafts safe here/);
  await expect.poll(() => fact('Source').innerText()).toContain('Boat show');
  await verbs.go('/sync?part=drafts');
  await page
    .getByRole('row', { name: /Boat show/ })
    .first()
    .waitFor();
  expect(await findViolations(page)).toEqual([]);
});

test('back online everything is sent by itself, and the manager sees all of it', async () => {
  await walk.faults({});
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/^Online[\s\S]*Everything sent/);
  await expect.poll(() => page.getByText(/^Offline writing/).count()).toBe(0);
  await verbs.go('/contacts');
  await expect.poll(() => waits().count()).toBe(0);
  await expect.poll(() => drafts().count()).toBe(0);
  const changed = await contactOfManager();
  expect(changed).toMatchObject({ phone: field.phone, jobTitle: field.role, source: 'Boat show' });
  const { items } = await manager.call.timeline.page({ of: { kind: 'contact', id: contactId }, limit: 20 });
  expect(JSON.stringify(items)).toContain(field.call);
  expect(await newContactOfManager()).toMatchObject({ firstName: 'Ottilie', lastName: 'Wharfinger' });
  expect(await dealOfManager()).toMatchObject({ contactName: 'Ottilie Wharfinger', valueMinor: 5_250_000 });
});

test('both set the value of one deal: before, mine and theirs are shown, 1 keeps mine, and both laptops have it', async () => {
  const deal = await dealOfManager();
  await verbs.go(`/deals/${deal?.id}`);
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/^Offline/);
  await verbs.editField(page.locator('main'), 'Value', '60,000');
  await verbs.untilStatus(/1 change safe here/);
  await manager.call.mutations.run({ name: 'deals.edit', args: { dealId: deal?.id, set: { valueMinor: 4_600_000 } } });
  expect(await manager.call.sync.now()).toEqual({ kind: 'done' });
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/1 needs you/);
  await verbs.go('/sync?part=needs');
  const question = page.getByRole('region', { name: 'Which value is right?' });
  await question.waitFor();
  const shown = async (): Promise<string> => (await question.innerText()).replaceAll(/\s/g, ' ');
  for (const part of ['52,500 €', '60,000 €', '46,000 €', 'Marten Lindqvist']) await expect.poll(shown).toContain(part);
  expect(await findViolations(page)).toEqual([]);
  await verbs.unfocus();
  await page.keyboard.press('1');
  await question.getByRole('button', { name: 'Keep 60,000 €' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await verbs.untilStatus(/Everything sent(?![\s\S]*needs you)/);
  expect((await dealOfManager())?.valueMinor).toBe(6_000_000);
  await verbs.go(`/deals/${deal?.id}`);
  await expect.poll(() => fact('Value').innerText()).toContain('60,000');
});

test('killed in the middle of a word, it opens with the half-typed note and with what waits', async () => {
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/^Offline/);
  await openContact();
  const { hash } = new URL(page.url());
  await verbs.editField(contact(), 'Source', 'Trade fair');
  await verbs.untilStatus(/1 change safe here/);
  await contact().getByRole('textbox', { name: 'Note' }).fill('She asked whether the crane');
  await untilKept(page, 'She asked whether the crane');
  await walk.killAndStartAgain();
  page = await walk.openWindow();
  verbs = verbsOf(page);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await verbs.go(hash.slice(1));
  await expect
    .poll(() => contact().getByRole('textbox', { name: 'Note' }).inputValue())
    .toBe('She asked whether the crane');
  await expect.poll(() => fact('Source').innerText()).toContain('Trade fair');
  await verbs.untilStatus(/(1 change safe here|Everything sent)/);
});

test('no page wrote an error or a warning to its console', () => {
  expect(walk.complaints).toEqual([]);
});
