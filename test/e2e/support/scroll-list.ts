import type { Page } from 'playwright-core';

/** A whole number of screens further, or to a share of the whole list. */
export type ScrollTo = { readonly byPages: number } | { readonly share: number };

const GIVE_UP_MS = 30_000;

/**
 * Scrolls the list on the page and looks at every frame.
 * @returns milliseconds from the scroll until every slot on screen has its record
 * @throws Error when a slot is still empty after half a minute
 */
export async function scrollList(page: Page, to: ScrollTo): Promise<number> {
  const tookMs = await page.locator('[data-region=list]').evaluate(
    async (list, { target, giveUpMs }) => {
      const isFilled = (): boolean => {
        const { top, bottom } = list.getBoundingClientRect();
        const seen = [...list.querySelectorAll('[role=row][data-index]')].filter((row) => {
          const box = row.getBoundingClientRect();
          return box.bottom > top + 30 && box.top < bottom;
        });
        const isCovered = seen.length >= Math.floor((bottom - top) / 32) - 1;
        return isCovered && seen.every((row) => row.ariaBusy !== 'true');
      };
      const startMs = performance.now();
      list.scrollTop =
        'share' in target ? list.scrollHeight * target.share : list.scrollTop + list.clientHeight * target.byPages;
      do await new Promise(requestAnimationFrame);
      while (!isFilled() && performance.now() - startMs < giveUpMs);
      return isFilled() ? performance.now() - startMs : null;
    },
    { target: to, giveUpMs: GIVE_UP_MS },
  );
  if (tookMs === null) throw new Error(`A slot of the list stayed empty after ${JSON.stringify(to)}.`);
  return tookMs;
}

/** How many rows the list has room for. */
export const lengthOfList = (page: Page): Promise<number> =>
  page.locator('[data-region=list]').evaluate((list) => Math.round(list.scrollHeight / 32));
