/**
 * Shoots every page of the gallery (two sizes, both schemes) and runs axe on each.
 * `npx node test/e2e/parts/shoot.ts OUT_DIR [page ...]`; ends with 1 on a violation, a console error or sideways scrolling.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { type Browser, chromium, type Page } from 'playwright-core';

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
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

interface AxeAnswer {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

async function findings(page: Page, axe: string): Promise<readonly string[]> {
  await page.evaluate(axe);
  const answer = await page.evaluate<AxeAnswer>(`axe.run(document, { runOnly: ${JSON.stringify(TAGS)} })`);
  const found = answer.violations.map(({ id, help, nodes }) => {
    const places = nodes
      .slice(0, 4)
      .map((node) => `\n      ${node.html.slice(0, 160)} :: ${node.failureSummary?.split('\n')[1] ?? ''}`);
    return `${id} (${nodes.length}): ${help}${places.join('')}`;
  });
  const isTooWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
  return isTooWide ? [...found, 'scrolls sideways'] : found;
}

interface Shot {
  readonly name: string;
  readonly scheme: 'light' | 'dark';
  readonly size: { readonly width: number; readonly height: number };
}

async function shoot(
  browser: Browser,
  url: string,
  { name, scheme, size }: Shot,
  out: { readonly dir: string; readonly axe: string },
) {
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
  await page.screenshot({ path: join(out.dir, `${name}-${scheme}-${size.width}.png`) });
  problems.push(...(await findings(page, out.axe)));
  await page.close();
  return problems;
}

async function main(): Promise<void> {
  const [dir = 'shots', ...only] = process.argv.slice(2);
  await mkdir(dir, { recursive: true });
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const gallery = await serveGallery();
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  let failed = 0;
  for (const name of only.length > 0 ? only : PAGES) {
    for (const scheme of ['light', 'dark'] as const) {
      for (const size of SIZES) {
        const problems = await shoot(browser, gallery.url, { name, scheme, size }, { dir, axe });
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
