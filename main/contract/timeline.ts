import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { pageLimit, uuid } from './inputs.ts';
import type { Page, TimelineEntry } from './types.ts';

export const timeline = {
  /** Everything that happened to a record, newest first. `kinds` filters; without it, everything. */
  page: oc
    .input(
      z.object({
        of: z.object({ kind: z.literal(['contact', 'company', 'deal']), id: uuid }),
        kinds: z
          .array(z.literal(['activity', 'note', 'task', 'history']))
          .max(4)
          .optional(),
        limit: pageLimit,
        before: z.string().max(200).optional(),
      }),
    )
    .output(type<Page<TimelineEntry>>()),
};
