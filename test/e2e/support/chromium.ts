import { chromium, type Browser, type BrowserContext } from 'playwright-core';

/** The browser that stands in for a person's: named by CHROMIUM, else the system's. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/**
 * A browser profile of its own.
 * @param complaints gets errors and warnings of every page, with the address of the page
 */
export async function openContext(browser: Browser, complaints: string[]): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' });
  context.on('console', (message) => {
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    if (isComplaint) complaints.push(`${message.page()?.url() ?? ''} ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`${error.page()?.url() ?? ''} ${String(error.error())}`));
  return context;
}
