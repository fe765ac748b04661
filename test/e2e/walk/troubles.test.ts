import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../../main/engine/create-engine.ts';
import { askFrom, untilKept } from '../support/call-window.ts';
import { findViolations } from '../support/find-violations.ts';
import { openApart, type OpenApart } from '../support/open-apart.ts';
import { pictureIfFailed } from '../support/picture-if-failed.ts';
import { signIn } from '../support/sign-in.ts';
import { verbsOf, type Verbs } from '../support/window-verbs.ts';

/** What can fail around one window, each alone. */
let app: OpenApart;
let page: Page;
let verbs: Verbs;
let admin: Engine;

/** What the window says while it has no engine. */
const LINE_LOST = 'The engine of this window is starting again. What you typed is kept, and nothing is lost.';

beforeAll(async () => {
  app = await openApart();
  page = await app.openWindow();
  verbs = verbsOf(page);
  await signIn(page, app.account('sales'));
  await verbs.untilStatus(/^Online[\s\S]*Records up to date/);
  admin = await app.otherLaptop('admin');
});
beforeEach(() => pictureIfFailed(() => page));
afterAll(() => app[Symbol.asyncDispose]());

const contact = () => verbs.region('Contact');
const fact = (name: string) => contact().getByRole('button', { name: new RegExp(`^Edit ${name}:`) });

/** @returns the id of the contact in this row, whose pane is open then */
async function openContact(row: number): Promise<string> {
  await verbs.go('/contacts');
  await contact().waitFor({ state: 'detached' });
  await verbs.row(row).click();
  await fact('Phone').waitFor();
  return new URL(page.url()).hash.split('/').at(-1) ?? '';
}

/** The contact with everything that the server has of it. */
async function contactOfAdmin(contactId: string) {
  await admin.call.sync.now();
  return (await admin.call.contacts.get({ contactId })).contact;
}

describe('the line to the engine', () => {
  test('lost, the window says so and keeps what it shows; found again, it goes on by itself', async () => {
    await openContact(1);
    const name = await contact().getByRole('heading').first().innerText();
    app.cutLine();
    await page.getByText(LINE_LOST).waitFor();
    await contact().getByRole('heading', { name }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    app.mendLine();
    await page.getByText(LINE_LOST).waitFor({ state: 'detached' });
    await verbs.editField(contact(), 'Phone', '+49 30 5550102');
    await expect.poll(() => fact('Phone').innerText()).toContain('5550102');
    await verbs.untilStatus(/^Online[\s\S]*Everything sent/);
  });

  test('an engine that falls again and again is waited for, and said; the half-typed note stays, and changes go out', async () => {
    const contactId = await openContact(2);
    const note = contact().getByRole('textbox', { name: 'Note' });
    await note.fill('He would rather have the');
    // the pause before a restart grows with every fall; on a busy machine the first ones pass between two frames
    const wasSaid = await noteWhenShown(page, LINE_LOST);
    for (let fall = 0; fall < 5 && (fall < 3 || !(await wasSaid())); fall += 1) {
      await expect.poll(async () => (await askFrom(page, '/sync/status')).p.s ?? 200).toBe(200);
      await app.letEngineFall();
    }
    await expect.poll(wasSaid).toBe(true);
    await page.getByText(LINE_LOST).waitFor({ state: 'detached' });
    await verbs.untilStatus(/^Online/);
    await expect.poll(() => note.inputValue()).toBe('He would rather have the');
    await note.fill('He would rather have the smaller one.');
    await page.keyboard.press('Control+Enter');
    await contact().getByRole('listitem').filter({ hasText: 'the smaller one.' }).waitFor();
    await verbs.untilStatus(/^Online[\s\S]*Everything sent/);
    await admin.call.sync.now();
    const { items } = await admin.call.timeline.page({ of: { kind: 'contact', id: contactId }, limit: 20 });
    expect(JSON.stringify(items)).toContain('the smaller one.');
  });
});

describe('a change whose answer the line lost', () => {
  /** The change arrives and goes out; what the engine says of it does not come back. */
  async function unanswered(isThere: () => Promise<boolean>, press = 'Control+Enter'): Promise<void> {
    app.loseAnswers();
    await page.keyboard.press(press);
    await expect.poll(isThere).toBe(true);
    app.cutLine();
    await page.getByText(LINE_LOST).waitFor();
    app.mendLine();
    await page.getByText(LINE_LOST).waitFor({ state: 'detached' });
  }

  async function notesOfAdmin(contactId: string, text: string): Promise<readonly string[]> {
    await admin.call.sync.now();
    const { items } = await admin.call.timeline.page({ of: { kind: 'contact', id: contactId }, limit: 50 });
    return items.flatMap((item) => (item.kind === 'note' && item.row.body.startsWith(text) ? [item.row.body] : []));
  }

  const foundByAdmin = async (kind: 'contact' | 'company' | 'deal', text: string): Promise<readonly string[]> => {
    await admin.call.sync.now();
    const { hits } = await admin.call.search.query({ text, limit: 20, kinds: [kind] });
    return hits.map(({ title }) => title);
  };

  test('a note pressed again is the same note, also after a reload; altered, it says so and is another one', async () => {
    const contactId = await openContact(6);
    const note = contact().getByRole('textbox', { name: 'Note' });
    await note.fill('Wants the offer on paper.');
    await unanswered(async () => (await notesOfAdmin(contactId, 'Wants the offer')).length === 1);
    await expect.poll(() => note.inputValue()).toBe('Wants the offer on paper.');
    await untilKept(page, 'Wants the offer on paper.');
    await page.reload();
    await expect.poll(() => note.inputValue()).toBe('Wants the offer on paper.');
    await note.press('Control+Enter');
    await expect.poll(() => note.inputValue()).toBe('');
    await verbs.untilStatus(/^Online[\s\S]*Everything sent/);
    expect(await notesOfAdmin(contactId, 'Wants the offer')).toEqual(['Wants the offer on paper.']);

    await note.fill('Asks for a discount.');
    await unanswered(async () => (await notesOfAdmin(contactId, 'Asks for')).length === 1);
    await note.fill('Asks for a discount of 5 %.');
    await note.press('Control+Enter');
    await contact().getByText('It was already saved as you first typed it.').waitFor();
    expect(await note.inputValue()).toBe('Asks for a discount of 5 %.');
    await note.press('Control+Enter');
    await expect.poll(() => note.inputValue()).toBe('');
    await expect
      .poll(async () => (await notesOfAdmin(contactId, 'Asks for')).toSorted())
      .toEqual(['Asks for a discount of 5 %.', 'Asks for a discount.']);
  });

  test.each([
    {
      kind: 'contact',
      path: '/contacts',
      button: 'Contact',
      pane: 'New contact',
      field: 'Last name',
      name: 'Unbeantwortet',
    },
    {
      kind: 'company',
      path: '/companies',
      button: 'Company',
      pane: 'New company',
      field: 'Name',
      name: 'Werft Antwortlos',
    },
    { kind: 'deal', path: '/deals', button: 'Deal', pane: 'New deal', field: 'Title', name: 'Deal ohne Antwort' },
  ] as const)('a new $kind pressed again is the same $kind', async ({ kind, path, button, pane, field, name }) => {
    await verbs.go(path);
    await page.getByRole('button', { name: button, exact: true }).click();
    const input = verbs.region(pane).getByLabel(field, { exact: true });
    await input.fill(name);
    await unanswered(async () => (await foundByAdmin(kind, name)).length === 1);
    expect(await input.inputValue()).toBe(name);
    await input.press('Control+Enter');
    await verbs.region(pane).waitFor({ state: 'detached' });
    await page.getByRole('heading', { name }).first().waitFor();
    await verbs.untilStatus(/^Online[\s\S]*Everything sent/);
    expect(await foundByAdmin(kind, name)).toEqual([name]);
  });
});

/** Remembers whether a text was on the page at any moment from now on. */
async function noteWhenShown(page: Page, text: string): Promise<() => Promise<boolean>> {
  const noted = await page.evaluateHandle((wanted) => {
    const shown = { isSeen: false };
    const look = (): void => void (shown.isSeen ||= document.body.textContent.includes(wanted));
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    return shown;
  }, text);
  return () => noted.evaluate(({ isSeen }) => isSeen);
}

describe('the status line', () => {
  /** The engine asks again after pauses that grow: its clock goes on until it has asked. */
  async function inTime(words: RegExp): Promise<void> {
    const later = async (): Promise<string> => {
      await app.passMs(15_000);
      return page.locator('footer').innerText();
    };
    await expect.poll(later, { interval: 500 }).toMatch(words);
  }

  afterAll(async () => {
    await app.faults({});
    await app.server.start();
  });

  test('names the account service when only that is away', async () => {
    await app.faults({ outage: true });
    await inTime(/^Account service away[\s\S]*Everything sent[\s\S]*min of writing left/);
    expect(await findViolations(page)).toEqual([]);
  });

  test('says offline when the sync server is away as well', async () => {
    await app.server.stop();
    await inTime(/^Offline[\s\S]*min of writing left/);
  });

  test('names the sync server when only that is away, counts what waits, and says when everything is sent', async () => {
    await app.faults({});
    await inTime(/^Sync server away[\s\S]*Everything sent[\s\S]*min of writing left/);
    await openContact(3);
    await verbs.editField(contact(), 'Phone', '+49 30 5550103');
    await verbs.untilStatus(/^Sync server away[\s\S]*1 change safe here/);
    expect(await findViolations(page)).toEqual([]);
    await app.server.start();
    await inTime(/^Online[\s\S]*Everything sent/);
  });
});

describe('a record that two people touch', () => {
  /** What the window does while it has no contact, and what a colleague does meanwhile. */
  async function apart(here: () => Promise<void>, there: () => Promise<unknown>): Promise<void> {
    await verbs.switchWorkOffline();
    await verbs.untilStatus(/^Offline/);
    await here();
    await there();
    expect(await admin.call.sync.now()).toEqual({ kind: 'done' });
    await verbs.switchWorkOffline();
    await verbs.untilStatus(/1 needs you/);
    await verbs.go('/sync?part=needs');
  }

  test('deleted by a colleague, it comes back with my change where I want that', async () => {
    const contactId = await openContact(4);
    await apart(
      async () => {
        await verbs.editField(contact(), 'Phone', '+49 30 5550104');
        await verbs.untilStatus(/1 change safe here/);
      },
      () => admin.call.mutations.run({ name: 'contacts.delete', args: { contactId } }),
    );
    const restore = page.getByRole('button', { name: 'Restore, with my change' });
    await restore.waitFor();
    expect(await findViolations(page)).toEqual([]);
    await restore.click();
    await verbs.untilStatus(/Everything sent(?![\s\S]*needs you)/);
    await expect.poll(async () => await contactOfAdmin(contactId)).toMatchObject({ phone: '+49 30 5550104' });
    await verbs.go(`/contacts/${contactId}`);
    await expect.poll(() => fact('Phone').innerText()).toContain('5550104');
  });

  test.each([
    {
      name: 'kept as the colleague left it',
      key: '2',
      answer: 'Keep it as it is now',
      phone: '+49 30 5550106',
      isThere: true,
    },
    { name: 'deleted all the same', key: '1', answer: 'Delete it', phone: '+49 30 5550107', isThere: false },
  ])('which I deleted and a colleague changed is $name', async ({ key, answer, phone, isThere }) => {
    const contactId = await openContact(5);
    await apart(
      async () => {
        await page.keyboard.press('Control+.');
        await page.getByRole('menuitem', { name: /^Delete/ }).click();
        await verbs.untilStatus(/1 draft/);
      },
      () => admin.call.mutations.run({ name: 'contacts.edit', args: { contactId, set: { phone } } }),
    );
    const question = page.getByRole('region', { name: 'Which value is right?' });
    for (const words of ['The whole record', 'Delete it', 'Keep it as it is now', 'Ines Okafor'])
      await question.getByText(words).first().waitFor();
    expect(await findViolations(page)).toEqual([]);
    await verbs.unfocus();
    await page.keyboard.press(key);
    await question.getByRole('button', { name: answer }).waitFor();
    await page.keyboard.press('Control+Enter');
    await verbs.untilStatus(/Everything sent(?![\s\S]*needs you)/);
    await admin.call.sync.now();
    const { contact: after } = await admin.call.contacts.get({ contactId });
    expect([after.phone, !after.isDeleted]).toEqual([phone, isThere]);
  });
});

test('the first sync says how far it is, and what has arrived can be read and changed meanwhile', async () => {
  await using fresh = await openApart();
  const there = await fresh.openWindow();
  const { row, region, go, editField, untilStatus } = verbsOf(there);
  fresh.server.holdAfter('/v1/pull', 0);
  await signIn(there, fresh.account('admin'));
  for (const path of ['/', '/contacts', '/companies', '/deals', '/tasks']) {
    await go(path);
    await there.getByText('Not all records are on this laptop').first().waitFor();
    await there.getByText('Nothing here yet').first().waitFor();
    expect(await there.getByText(/No open deal of yours/).count()).toBe(0);
  }
  expect(await findViolations(there)).toEqual([]);
  fresh.server.release();
  fresh.server.holdAfter('/v1/pull', 0);
  await untilStatus(/^First sync \d+\s?%[\s\S]*[1-9][\d,]* of [\d,]+ rows[\s\S]*You can work now/);
  await go('/contacts');
  await row(0).click();
  const pane = region('Contact');
  await editField(pane, 'Phone', '+49 30 5550101');
  await pane.getByRole('button', { name: /^Edit Phone: .*5550101/ }).waitFor();
  await untilStatus(/^First sync/);
  expect(await findViolations(there)).toEqual([]);
  fresh.server.release();
  await untilStatus(/^Online[\s\S]*Everything sent[\s\S]*Records up to date/);
  await pane.getByRole('button', { name: /^Edit Phone: .*5550101/ }).waitFor();
});

test('letters typed right after Ctrl K are the palette’s, however slow the laptop', async () => {
  await verbs.go('/contacts');
  await verbs.row(0).focus();
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 8 });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('tarn');
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await session.detach();
  await expect.poll(() => page.getByRole('combobox').inputValue()).toBe('tarn');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Escape');
});
