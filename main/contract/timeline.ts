import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { ActivityType } from '../../sync/model/kinds/activity.ts';
import { pageLimit, uuid } from './inputs.ts';
import type { Page, TimelineEntry } from './types.ts';

export const timeline = {
  /**
   * Everything that happened to a record, newest first. `kinds` filters; without it, everything. `types` is about
   * activities alone: other kinds pass it.
   */
  page: oc
    .input(
      z.object({
        of: z.object({ kind: z.literal(['contact', 'company', 'deal']), id: uuid }),
        kinds: z
          .array(z.literal(['activity', 'note', 'task', 'history']))
          .max(4)
          .optional(),
        types: z.array(ActivityType).max(4).optional(),
        limit: pageLimit,
        before: z.string().max(200).optional(),
      }),
    )
    .output(type<Page<TimelineEntry>>()),
};
