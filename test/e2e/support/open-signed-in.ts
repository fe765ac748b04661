import type { Page } from 'playwright-core';
import { findViolations } from './find-violations.ts';
import { openApp } from './open-app.ts';
import { signIn, type Role } from './sign-in.ts';
import { verbsOf, type Verbs } from './window-verbs.ts';

export interface SignedIn extends AsyncDisposable {
  readonly page: Page;
  readonly verbs: Verbs;
  /** What the console complained about since the start. */
  readonly complaints: readonly string[];
  /** What axe finds on the page as it stands. */
  axe(): Promise<readonly string[]>;
}

/** The whole program with its small demo and one window, in which this role's account has signed in and is up to date. */
export async function openSignedIn(role: Role): Promise<SignedIn> {
  await using parts = new AsyncDisposableStack();
  const app = parts.use(await openApp());
  const page = await app.openWindow();
  const verbs = verbsOf(page);
  await signIn(page, app.account(role));
  await verbs.untilStatus(/^Online[\s\S]*Records up to date/);
  const kept = parts.move();
  return {
    page,
    verbs,
    complaints: app.complaints,
    axe: () => findViolations(page),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
