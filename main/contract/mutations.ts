import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { uuid } from './inputs.ts';
import type { Explanation, RunResult } from './types.ts';

const write = z.object({ name: z.string().max(80), args: z.unknown() });

export const mutations = {
  /**
   * Makes a change, durable when this returns. `mutationId` makes a repeated call safe; without it one is made.
   * @throws UNKNOWN_MUTATION | BAD_REQUEST | ID_REUSED | SIGNED_OUT | DISK_FULL
   */
  run: oc.input(write.extend({ mutationId: uuid.optional() })).output(type<RunResult>()),
  /** What `run` would do now, without doing it: for controls that are off and for forms. */
  explain: oc.input(write).output(type<Explanation>()),
};
