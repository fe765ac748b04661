import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What the shell answered over the page's line: the value is in `p.b.json`, a refusal has its status in `p.s`. */
export interface Answer {
  readonly p: { readonly s?: number; readonly b: { readonly json: unknown } };
}

/** One message over the shell's socket in oRPC's own bytes, as a script in the page could send it. */
export async function askFrom(page: Page, path: string, input: unknown = null): Promise<Answer> {
  const message = JSON.stringify({ i: '1', p: { u: path, b: { json: input } } });
  const answer = await page.evaluate(async (text) => {
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/rpc`);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    const heard = new Promise<string>((resolve) => (socket.onmessage = ({ data }) => resolve(String(data))));
    socket.send(text);
    const got = await heard;
    socket.close();
    return got;
  }, message);
  return JSON.parse(answer) as Answer;
}

/** A call of the app contract from the page, for what is quicker said than clicked. */
export async function call<Output>(page: Page, path: string, input: unknown): Promise<Output> {
  return (await askFrom(page, path, input)).p.b.json as Output;
}

/** Half-typed text is kept a moment after the last key; until then a reload or a crash may lose the last of it. */
export async function untilKept(page: Page, text: string): Promise<void> {
  await expect.poll(async () => JSON.stringify(await call(page, '/forms/list', undefined))).toContain(text);
}
