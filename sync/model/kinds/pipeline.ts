import { z } from 'zod';
import { StageId } from '../ids.ts';
import { defineKind, single } from './define-kind.ts';
import { line } from './field-types.ts';

export const Stage = z.object({
  stageId: StageId,
  name: line.min(1),
  /** Chance of winning from here, in percent. */
  probability: z.int().min(0).max(100),
  outcome: z.literal(['open', 'won', 'lost']),
});
export type Stage = z.infer<typeof Stage>;

export const pipeline = defineKind({
  kind: 'pipeline',
  scope: 'tenant',
  fields: z.object({
    name: line.min(1),
    position: z.int().min(0).max(1000),
    stages: z.array(Stage).min(1).max(30),
    lostReasons: z.array(line.min(1)).max(50),
  }),
  groups: {
    name: single('name'),
    position: single('position'),
    stages: single('stages', 'ask'),
    lostReasons: single('lostReasons', 'union'),
  },
  parents: [],
});
