import type { Page } from 'playwright-core';
import type { SandboxAccount } from '../../wrapper-sandbox/sandbox-seed.ts';

export type Role = 'admin' | 'manager' | 'sales' | 'viewer';

/** The demo account that has this role. */
export function accountOf(accounts: readonly SandboxAccount[], role: Role): SandboxAccount {
  const account = accounts.find((each) => each.role === role);
  if (account === undefined) throw new Error(`There is no demo account of the role ${role}.`);
  return account;
}

/** Through the account service's own page, as a person does it. */
export async function signIn(page: Page, { email, password }: SandboxAccount): Promise<void> {
  await page.getByRole('button', { name: 'Continue in the browser' }).click();
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(password);
  await page.locator('button').first().click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}
