import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCommand, type Ready, type StartedCommand } from './start-command.ts';

let root: string;
let command: StartedCommand;
let ready: Ready;
let browser: Browser;
let context: BrowserContext;
const complaints: string[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'satchel-browser-'));
  command = startCommand(['--json', '--no-open', '--shell', 'browser', '--data', root], { SATCHEL_TEST_CLOCK: '1' });
  ready = await command.ready();
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  context = await browser.newContext();
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
});

afterAll(async () => {
  await browser.close();
  await command.stop();
  rmSync(root, { recursive: true, force: true });
});

const origin = (): string => new URL(ready.app).origin;

async function openApp(address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => (document.querySelector('#root')?.textContent ?? '') !== '');
  return page;
}

/** One call over the shell's socket in oRPC's own bytes, as a script in the page could send it. */
function callFrom(page: Page, path: string, input: unknown = null): Promise<unknown> {
  const message = JSON.stringify({ i: '1', p: { u: path, b: { json: input } } });
  return page.evaluate(async (text) => {
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/rpc`);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    const answer = new Promise<unknown>(
      (resolve) => (socket.onmessage = ({ data }) => resolve(JSON.parse(String(data)))),
    );
    socket.send(text);
    return answer;
  }, message);
}

test('the start address opens the app under its policy, and the token is gone from the address line', async () => {
  const page = await openApp(ready.app);
  expect(page.url()).toBe(`${origin()}/`);
  expect(ready.testClock).toEqual(expect.any(Number));
  expect(complaints).toEqual([]);
  const injected = await page.evaluate(() => {
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
    await page.evaluate(() =>
      fetch('http://127.0.0.1:1/').then(
        () => 'sent',
        () => 'blocked',
      ),
    ),
  ).toBe('blocked');
  complaints.splice(0);
});

test('the session cookie is out of reach of scripts', async () => {
  const [page] = context.pages();
  expect(await page?.evaluate(() => document.cookie)).toBe('');
  const cookies = await context.cookies(origin());
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
});

test('a browser without the start address is not let in', async () => {
  const other = await browser.newContext();
  const page = await other.newPage();
  expect((await page.goto(`${origin()}/`))?.status()).toBe(401);
  expect((await page.goto(ready.app))?.status()).toBe(401);
  await other.close();
});

test('a page elsewhere reaches neither files nor socket', async () => {
  const page = await context.newPage();
  await page.goto(`${ready.wrapper}/_sandbox/log`);
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
  complaints.splice(0);
});

test('signing in over the wrapper’s page leads back into the app; a second tab works beside the first', async () => {
  const account = ready.accounts.find(({ role }) => role === 'sales');
  const page = await context.newPage();
  await page.goto(`${origin()}/sign-in`);
  await page.fill('#email', account?.email ?? '');
  await page.fill('#password', 'wrong');
  await page.click('button');
  await page.waitForSelector('[role=alert]');
  await page.fill('#email', account?.email ?? '');
  await page.fill('#password', account?.password ?? '');
  await page.click('button');
  await page.waitForURL(`${origin()}/**`);
  await page.waitForFunction(() => (document.querySelector('#root')?.textContent ?? '') !== '');
  expect(await callFrom(page, '/session/status')).toMatchObject({
    p: { b: { json: { kind: 'signed-in', employeeId: account?.employeeId } } },
  });
  const second = await openApp(`${origin()}/`);
  expect(await callFrom(second, '/session/status')).toMatchObject({ p: { b: { json: { kind: 'signed-in' } } } });
  expect(await callFrom(second, '/session/signIn', { accessToken: 'a', refreshToken: 'b' })).toMatchObject({
    p: { s: 404 },
  });
  await second.reload();
  await second.waitForFunction(() => (document.querySelector('#root')?.textContent ?? '') !== '');
});

test('nothing that a page can keep holds a token', async () => {
  for (const page of context.pages()) {
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
