import type { Page } from 'playwright-core';
import { launchChromium, openContext } from './chromium.ts';

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly isDark?: boolean;
}

/** One user's browser with the app in it. */
export interface Windows extends AsyncDisposable {
  /** Errors and warnings of every page so far, with the address of the page. */
  readonly complaints: readonly string[];
  /** Another window; the first one opens the start address. */
  open(look?: Look): Promise<Page>;
  /**
   * Closes all windows before the restart, which is not to be complained about, and forgets the session.
   * @param restart gives the start address that the next window opens
   */
  startAgain(restart: () => Promise<string>): Promise<void>;
}

export async function openWindows(startUrl: string): Promise<Windows> {
  const browser = await launchChromium();
  const complaints: string[] = [];
  let context = await openContext(browser, complaints);
  let url = startUrl;
  return {
    complaints,
    async open({ width = 1280, height = 800, isDark = false } = {}) {
      const page = await context.newPage();
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
      await page.goto(url);
      url = new URL(url).origin;
      return page;
    },
    async startAgain(restart) {
      await context.close();
      url = await restart();
      context = await openContext(browser, complaints);
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
