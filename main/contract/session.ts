import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { SessionStatus } from './types.ts';

export const session = {
  status: oc.output(type<SessionStatus>()),
  /** @throws UNSENT_WORK with the counts in `data`, unless `isUnsentKept`: it then stays sealed for the same user. */
  signOut: oc.input(z.object({ isUnsentKept: z.boolean().default(false) })).output(type<SessionStatus>()),
};
