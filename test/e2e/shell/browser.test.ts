import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askFrom } from '../support/call-window.ts';
import { launchChromium } from '../support/chromium.ts';
import { openApp, type OpenApp } from '../support/open-app.ts';

let app: OpenApp;
let first: Page;

beforeAll(async () => {
  app = await openApp();
  first = await openWindow();
});

afterAll(() => app[Symbol.asyncDispose]());

const origin = (): string => new URL(app.ready.app).origin;

/** Until the app has drawn its first heading. */
const untilDrawn = (page: Page): Promise<void> => page.getByRole('heading', { level: 1 }).first().waitFor();

async function openWindow(): Promise<Page> {
  const page = await app.openWindow();
  await untilDrawn(page);
  return page;
}

test('the start address opens the app under its policy, and the token is gone from the address line', async () => {
  expect(first.url()).toBe(`${origin()}/`);
  expect(app.ready.testClock).toEqual(expect.any(Number));
  expect(app.complaints).toEqual([]);
  const injected = await first.evaluate(() => {
    const tryTo = (run: () => void): string => {
      try {
        run();
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    };
    const script = document.createElement('script');
    script.append(document.createTextNode('window.hasRun = true'));
    return {
      text: tryTo(() => (script.textContent = 'window.hasRun = true')),
      node: tryTo(() => document.head.append(script)) && 'hasRun' in window,
      source: tryTo(() => (document.createElement('script').src = 'https://example.invalid/x.js')),
      markup: tryTo(() => (document.createElement('div').innerHTML = '<img src=x onerror=1>')),
    };
  });
  expect(injected).toEqual({ text: 'TypeError', node: false, source: 'TypeError', markup: 'TypeError' });
  expect(
    await first.evaluate(() =>
      fetch('http://127.0.0.1:1/').then(
        () => 'sent',
        () => 'blocked',
      ),
    ),
  ).toBe('blocked');
});

test('the session cookie is out of reach of scripts', async () => {
  expect(await first.evaluate(() => document.cookie)).toBe('');
  const cookies = await first.context().cookies(origin());
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
});

test('a browser without the start address is not let in', async () => {
  await using browser = await launchChromium();
  const page = await browser.newPage();
  expect((await page.goto(`${origin()}/`))?.status()).toBe(401);
  expect((await page.goto(app.ready.app))?.status()).toBe(401);
});

test('a page elsewhere reaches neither files nor socket', async () => {
  const page = await first.context().newPage();
  await page.goto(`${app.ready.wrapper}/_sandbox/log`);
  const reached = await page.evaluate(async (target) => {
    const byFetch = await fetch(`${target}/`, { credentials: 'include' }).then(
      () => 'read',
      () => 'refused',
    );
    const socket = new WebSocket(`${target.replace('http', 'ws')}/rpc`);
    const bySocket = await new Promise((resolve) => {
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('refused');
    });
    return [byFetch, bySocket];
  }, origin());
  expect(reached).toEqual(['refused', 'refused']);
  await page.close();
});

test('signing in over the wrapper’s page leads back into the app; a second tab works beside the first', async () => {
  const account = app.account('sales');
  const page = await app.openWindow();
  await page.goto(`${origin()}/sign-in`);
  await page.fill('#email', account.email);
  await page.fill('#password', 'wrong');
  await page.click('button');
  await page.waitForSelector('[role=alert]');
  await page.fill('#email', account.email);
  await page.fill('#password', account.password);
  await page.click('button');
  await page.waitForURL(`${origin()}/**`);
  await untilDrawn(page);
  expect(await askFrom(page, '/session/status')).toMatchObject({
    p: { b: { json: { kind: 'signed-in', employeeId: account.employeeId } } },
  });
  const second = await openWindow();
  expect(await askFrom(second, '/session/status')).toMatchObject({ p: { b: { json: { kind: 'signed-in' } } } });
  expect(await askFrom(second, '/session/signIn', { accessToken: 'a', refreshToken: 'b' })).toMatchObject({
    p: { s: 404 },
  });
  await second.reload();
  await untilDrawn(second);
});

test('nothing that a page can keep holds a token', async () => {
  for (const page of first.context().pages()) {
    const kept = await page.evaluate(async () =>
      JSON.stringify([
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        document.documentElement.outerHTML,
        await indexedDB.databases(),
      ]),
    );
    expect(kept).not.toMatch(/eyJ|accessToken|refreshToken/);
  }
});
