import type { ContractRouterClient } from '@orpc/contract';
import type { appContract } from '../../main/contract/app-contract.ts';

/** The app contract as the window calls it. Calls reject with `{ code, message, data }`. */
export type AppClient = ContractRouterClient<typeof appContract>;

/** The code of a rejected call; "INTERNAL" for anything that is no answer of the engine. */
export function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'INTERNAL';
}

/**
 * Whether a read says that there is no such record; anything else says that the engine cannot answer just now, and then
 * what is on the screen stays, and with it what is half typed there.
 */
export const isMissing = (error: unknown): boolean => ['NOT_FOUND', 'BAD_REQUEST'].includes(codeOf(error));
