import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { searchText } from './inputs.ts';
import type { SearchHit } from './types.ts';

export const search = {
  /** One box over names, companies, e-mails, phone digits, notes and titles; accents and case do not count. */
  query: oc
    .input(
      z.object({
        text: searchText,
        limit: z.int().min(1).max(100).default(20),
        kinds: z
          .array(z.literal(['contact', 'company', 'deal', 'note', 'task']))
          .max(5)
          .optional(),
      }),
    )
    .output(type<{ readonly hits: readonly SearchHit[]; readonly isPreparing: boolean }>()),
};
