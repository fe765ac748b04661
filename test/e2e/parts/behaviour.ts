/**
 * Uses the parts by keyboard and mouse in a real browser: `npx node test/e2e/parts/behaviour.ts`.
 * Each check says a fact; the closing line counts them.
 */
import assert from 'node:assert/strict';

import type { Browser, Page } from 'playwright-core';

import { launchChromium } from '../support/chromium.ts';
import { serveGallery } from './gallery-server.ts';

interface Check {
  readonly fact: string;
  readonly page: string;
  readonly run: (page: Page) => Promise<void>;
}

const rowIndex = (page: Page): Promise<string | undefined> =>
  page.evaluate<string | undefined>('document.activeElement?.dataset.index');
const cardText = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement?.textContent ?? ""');
const stageOf = (page: Page, card: string): Promise<string | null> =>
  page.locator('[data-card-id]', { hasText: card }).first().getAttribute('data-card-stage');
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Polls from here: the page's own policy forbids a polling function made from text. */
async function until(page: Page, claim: string): Promise<void> {
  for (let tried = 0; tried < 100; tried += 1) {
    if (await page.evaluate<boolean>(`Boolean(${claim})`)) return;
    await page.waitForTimeout(30);
  }
  assert.fail(`never true: ${claim}`);
}

const checks: readonly Check[] = [
  {
    fact: 'J, K, Home, End and pages walk 100,000 rows and the focus stays on a row that exists',
    page: 'many-rows',
    run: async (page) => {
      await page.locator('[data-index="0"]').focus();
      await press(page, 'j', 'ArrowDown', 'j', 'k');
      assert.equal(await rowIndex(page), '2');
      await press(page, 'End');
      await until(page, 'document.activeElement?.dataset.index === "99999"');
      await press(page, 'Home', 'PageDown');
      await until(page, 'Number(document.activeElement?.dataset.index) > 10');
    },
  },
  {
    fact: 'rows that are not here yet keep skeleton bars in their slot, then the data takes it; few rows exist at once',
    page: 'many-rows',
    run: async (page) => {
      await page.evaluate('document.querySelector("[data-region=list]").scrollTop = 1_500_000');
      await page.waitForSelector('[aria-busy="true"][data-index]');
      await until(page, 'document.querySelectorAll("[aria-busy=true][data-index]").length === 0');
      const view = await page.evaluate<{ readonly rows: number; readonly gaps: number }>(`(() => {
        const list = document.querySelector('[data-region="list"]').getBoundingClientRect();
        let gaps = 0;
        for (let y = list.top + 40; y < list.bottom - 2; y += 32) if (!document.elementFromPoint(list.left + 300, y)?.closest('[data-index]')) gaps += 1;
        return { rows: document.querySelectorAll('[data-index]').length, gaps };
      })()`);
      assert.equal(view.gaps, 0);
      assert.ok(view.rows < 100, `${view.rows} rows`);
    },
  },
  {
    fact: 'X selects, Shift X selects the range, Enter opens',
    page: 'many-rows',
    run: async (page) => {
      await until(page, 'document.querySelector("[data-index=\'3\']")?.ariaBusy !== "true"');
      await page.locator('[data-index="1"]').focus();
      await press(page, 'x', 'j', 'j', 'j', 'Shift+X');
      assert.equal(await page.locator('[role="row"][aria-selected="true"]').count(), 4);
      await press(page, 'Enter');
      assert.match((await page.locator('output').textContent()) ?? '', /^4: Greta Holm/);
    },
  },
  {
    fact: 'arrows walk the board, Shift and right moves a stage, the focus goes along, Undo stands in a toast',
    page: 'deals',
    run: async (page) => {
      await page.locator('[data-card-id]', { hasText: 'Kirkwall Distillers' }).focus();
      await press(page, 'ArrowDown', 'ArrowRight');
      assert.match(await cardText(page), /Tórshavn Seafood/);
      await press(page, 'Shift+ArrowRight');
      await until(page, 'document.activeElement?.dataset.cardStage === "Proposal"');
      assert.match(await cardText(page), /Tórshavn Seafood/);
      await page.getByRole('button', { name: 'Undo' }).click();
      assert.equal(await stageOf(page, 'Brine control'), 'Discovery');
    },
  },
  {
    fact: 'a card dragged by mouse lands in the column under the pointer; Esc lets go',
    page: 'deals',
    run: async (page) => {
      const card = page.locator('[data-card-id]', { hasText: 'Kirkwall Distillers' });
      const target = page.locator('[data-stage-id="Proposal"]');
      const [from, to] = [await card.boundingBox(), await target.boundingBox()];
      assert.ok(from && to);
      const drag = async (): Promise<void> => {
        await page.mouse.move(from.x + 40, from.y + 30);
        await page.mouse.down();
        await page.mouse.move(to.x + 60, to.y + 300, { steps: 8 });
      };
      await drag();
      await page.keyboard.press('Escape');
      await page.mouse.up();
      assert.equal(await stageOf(page, 'Kirkwall'), 'Qualified');
      await drag();
      await page.mouse.up();
      assert.equal(await stageOf(page, 'Kirkwall'), 'Proposal');
    },
  },
  {
    fact: '10,000 deals: few cards exist, and a move by key takes under 150 ms',
    page: 'many-deals',
    run: async (page) => {
      assert.ok((await page.locator('[data-card-id]').count()) < 120);
      await page.locator('[data-card-id]').first().focus();
      const ms = await page.evaluate<number>(`new Promise((done) => {
        const start = performance.now();
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', shiftKey: true, bubbles: true }));
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
      })`);
      assert.ok(ms < 150, `${Math.round(ms)} ms`);
    },
  },
  {
    fact: 'inline edit: E opens, a wrong value keeps its text and says why, Esc reverts, Enter saves with a mark, Tab goes on',
    page: 'contacts',
    run: async (page) => {
      const field = (name: string) => page.getByRole('button', { name: new RegExp(`^Edit ${name}`) });
      await field('Office').focus();
      await press(page, 'e');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('12');
      await press(page, 'Enter');
      assert.equal(await page.getByRole('alert').textContent(), 'Too few digits for a phone number');
      assert.equal(await page.getByRole('textbox', { name: 'Office' }).inputValue(), '12');
      await press(page, 'Escape');
      assert.match((await field('Office').textContent()) ?? '', /01 400/);
      await press(page, 'Enter');
      await page.keyboard.type('7');
      await press(page, 'Tab');
      await until(page, 'document.activeElement?.ariaLabel === "E-mail" && document.activeElement.tagName === "INPUT"');
      assert.equal(await field('Office').getByRole('img', { name: 'Waiting to be sent' }).count(), 1);
    },
  },
  {
    fact: 'a press on a blocked button explains it, Keep as draft has the focus, Esc gives it back',
    page: 'status',
    run: async (page) => {
      const blocked = page.getByRole('button', { name: 'Merge (off for now)' });
      await blocked.focus();
      await press(page, '?');
      await page.getByRole('dialog').getByText('What unblocks it').waitFor();
      await until(page, 'document.activeElement?.textContent?.includes("Keep as draft")');
      await press(page, 'Escape');
      await until(page, 'document.activeElement?.textContent?.startsWith("Merge")');
      await page.waitForTimeout(500);
      assert.equal(await page.getByRole('dialog').count(), 0);
    },
  },
  {
    fact: 'the palette keeps the focus in its field while arrows walk the rows',
    page: 'palette',
    run: async (page) => {
      await until(page, 'document.activeElement?.getAttribute("role") === "combobox"');
      await press(page, 'ArrowDown', 'ArrowDown', 'ArrowUp');
      assert.match((await page.locator('[role="option"][aria-selected="true"]').textContent()) ?? '', /Ingrid Solheim/);
      assert.ok(await page.evaluate('document.activeElement.getAttribute("role") === "combobox"'));
    },
  },
  {
    fact: 'number keys choose in a dialog, but are text in its fields',
    page: 'deal-lost',
    run: async (page) => {
      await page.getByRole('dialog').waitFor();
      await press(page, '3');
      assert.ok(await page.getByRole('radio', { name: 'Postponed by the customer' }).isChecked());
      await page.getByRole('textbox', { name: 'Lost to' }).focus();
      await press(page, 'End', '5');
      assert.ok(await page.getByRole('radio', { name: 'Postponed by the customer' }).isChecked());
    },
  },
  {
    fact: '1 2 3 answer a conflict and the button names the result',
    page: 'needs-you',
    run: async (page) => {
      await page.getByRole('radio', { name: /Mine/ }).focus();
      await press(page, '2');
      await page.getByRole('button', { name: 'Take 46,000 €' }).waitFor();
      await press(page, '3');
      await page.keyboard.type('49');
      await page.getByRole('button', { name: 'Save 49' }).waitFor();
    },
  },
  {
    fact: 'F6 walks the regions in reading order',
    page: 'contacts',
    run: async (page) => {
      const seen: (string | null)[] = [];
      for (let step = 0; step < 6; step += 1) {
        await press(page, 'F6');
        seen.push(await page.evaluate<string>('document.activeElement.closest("[data-region]").dataset.region'));
      }
      assert.deepEqual(seen, ['title', 'sidebar', 'head', 'list', 'detail', 'status']);
    },
  },
];

async function runCheck(browser: Browser, url: string, check: Check): Promise<boolean> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(5000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  try {
    await page.goto(`${url}#/${check.page}`);
    await page.locator('#root main').first().waitFor();
    await check.run(page);
    assert.deepEqual(errors, []);
    console.log(`ok    ${check.fact}`);
    return true;
  } catch (error) {
    console.log(
      `FAILS ${check.fact}\n      ${error instanceof Error ? error.message.split('\n').slice(0, 12).join('\n      ') : String(error)}`,
    );
    return false;
  } finally {
    await page.close();
  }
}

async function main(): Promise<void> {
  const gallery = await serveGallery();
  const browser = await launchChromium();
  let passed = 0;
  for (const check of checks) passed += (await runCheck(browser, gallery.url, check)) ? 1 : 0;
  await browser.close();
  await gallery.close();
  console.log(`${passed} passed, ${checks.length - passed} failed`);
  process.exitCode = passed === checks.length ? 0 : 1;
}

await main();
