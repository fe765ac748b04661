import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { MAX_ACCESS_PER_PAGE, type LoggedAccess } from '../../sync/protocol/access.ts';
import type { ErrorCode } from '../../sync/protocol/error-codes.ts';
import { uuid } from './inputs.ts';

const AccessInput = z.object({
  /** Only of this employee. */
  by: uuid.optional(),
  /** Only such acts: `search`, `bulk-read`. */
  action: z.string().max(40).optional(),
  limit: z.int().min(1).max(MAX_ACCESS_PER_PAGE).default(50),
  /** The `next` of the page before. */
  after: z.string().max(15).optional(),
});
export type AccessInput = z.output<typeof AccessInput>;

export type AccessAnswer =
  /** Newest first; a page may be short and `next` still lead on. */
  | { readonly kind: 'page'; readonly entries: readonly LoggedAccess[]; readonly next: string | null }
  /** The log is read online only, and one of the two parties does not answer. */
  | { readonly kind: 'away'; readonly code: ErrorCode }
  /** The account service was asked just now and says no. */
  | { readonly kind: 'denied' };

export const audit = {
  /** Who signed in, searched and took records away. Asks the server each time. */
  accessPage: oc.input(AccessInput).output(type<AccessAnswer>()),
};
