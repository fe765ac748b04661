/**
 * Shoots every page of the gallery (two sizes, both schemes) and runs axe on each.
 * `npx node test/e2e/parts/shoot.ts OUT_DIR [page ...]`; ends with 1 on a violation, a console error or sideways scrolling.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser } from 'playwright-core';

import { launchChromium } from '../support/chromium.ts';
import { findViolations } from '../support/find-violations.ts';
import { serveGallery } from './gallery-server.ts';

const PAGES = [
  'contacts',
  'deals',
  'deal-lost',
  'company',
  'sync-centre',
  'needs-you',
  'status',
  'palette',
  'keys',
  'import',
  'sign-in',
  'first-sync',
  'parts',
];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 700 },
];

interface Shot {
  readonly name: string;
  readonly scheme: 'light' | 'dark';
  readonly size: { readonly width: number; readonly height: number };
  readonly dir: string;
}

async function shoot(browser: Browser, url: string, { name, scheme, size, dir }: Shot): Promise<readonly string[]> {
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  await page.goto(`${url}?scheme=${scheme}#/${name}`);
  await page.evaluate('document.fonts.ready');
  await page.waitForTimeout(250);
  if (name === 'deals') {
    await page.keyboard.press('Tab');
    await page.locator('[data-card-id]', { hasText: 'Brandt Logistik' }).focus();
  }
  await page.screenshot({ path: join(dir, `${name}-${scheme}-${size.width}.png`) });
  problems.push(...(await findViolations(page)));
  await page.close();
  return problems;
}

async function main(): Promise<void> {
  const [dir = 'shots', ...only] = process.argv.slice(2);
  await mkdir(dir, { recursive: true });
  const gallery = await serveGallery();
  const browser = await launchChromium();
  let failed = 0;
  for (const name of only.length > 0 ? only : PAGES) {
    for (const scheme of ['light', 'dark'] as const) {
      for (const size of SIZES) {
        const problems = await shoot(browser, gallery.url, { name, scheme, size, dir });
        failed += problems.length;
        for (const problem of problems) console.log(`${name} ${scheme} ${size.width}: ${problem}`);
      }
    }
  }
  await browser.close();
  await gallery.close();
  console.log(`${failed} problems`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
