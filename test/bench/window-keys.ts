import type { Page } from 'playwright-core';
import { call } from '../e2e/support/call-window.ts';
import type { World } from './world.ts';

const NAMES = { small: 15, full: 60 } as const;
const LETTERS = 4;
const GIVE_UP_MS = 30_000;
/** As the palette asks. */
const ASKED = { kinds: ['contact', 'company', 'deal', 'task'], limit: 7 } as const;

interface Hits {
  readonly hits: readonly { readonly title: string }[];
}

/**
 * Types names into the palette letter by letter.
 * @returns milliseconds from each key to the frame after the one in which exactly that text's hits stand there; keys
 * that change no hit are left out
 */
export async function timeKeys(world: World, page: Page): Promise<readonly number[]> {
  const names = namesIn(world);
  const taken: number[] = [];
  await page.keyboard.press('Control+k');
  await page.locator('[role=combobox]:focus').waitFor();
  for (let index = 0; index < NAMES[world.size]; index += 1) {
    taken.push(...(await timeName(page, names[(index * 7919) % names.length] ?? '')));
    await page.getByRole('combobox').fill('');
  }
  return taken;
}

/** Beginnings of last names that every keyboard has the keys for. */
function namesIn({ samples }: World): readonly string[] {
  const names = (samples.get('contact') ?? []).map((row) => String(row['lastName']).slice(0, LETTERS).toLowerCase());
  return [...new Set(names)].filter((name) => /^[a-z]+$/.test(name));
}

async function timeName(page: Page, name: string): Promise<readonly number[]> {
  const taken: number[] = [];
  let before: readonly string[] = [];
  for (let length = 1; length <= name.length; length += 1) {
    const titles = await titlesOf(page, name.slice(0, length));
    const isOther = titles.length > 0 && titles.join('\n') !== before.join('\n');
    if (isOther) {
      const shown = untilShown(page, titles);
      await page.locator('html[data-bench-listens]').waitFor({ state: 'attached' });
      await page.keyboard.press(name.charAt(length - 1));
      taken.push(await shown);
    } else await page.keyboard.press(name.charAt(length - 1));
    before = titles;
  }
  return taken;
}

async function titlesOf(page: Page, text: string): Promise<readonly string[]> {
  const { hits } = await call<Hits>(page, '/search/query', { text, ...ASKED });
  return hits.map(({ title }) => title);
}

/** From the next key on, by the time stamp of the key's own event. */
function untilShown(page: Page, titles: readonly string[]): Promise<number> {
  return page.evaluate(
    async ({ wanted, giveUpMs }) => {
      const html = document.documentElement;
      const isShown = (): boolean => {
        const options = [...document.querySelectorAll('[role=listbox] [role=option]')];
        return wanted.every((title, index) => options[index]?.textContent?.includes(title));
      };
      const pressedAtMs = await new Promise<number>((resolve) => {
        addEventListener('keydown', ({ timeStamp }) => resolve(timeStamp), { capture: true, once: true });
        html.dataset['benchListens'] = '';
      });
      delete html.dataset['benchListens'];
      do await new Promise(requestAnimationFrame);
      while (!isShown() && performance.now() - pressedAtMs < giveUpMs);
      if (!isShown()) throw new Error(`The palette never showed ${wanted.join(', ')}.`);
      return performance.now() - pressedAtMs;
    },
    { wanted: titles, giveUpMs: GIVE_UP_MS },
  );
}
