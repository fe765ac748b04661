import { z } from 'zod';
import { CompanyId, ContactId, DealId } from '../ids.ts';
import { defineKind, single } from './define-kind.ts';
import { line, text, timeMs } from './field-types.ts';

export const ActivityType = z.literal(['call', 'email', 'meeting', 'visit']);

export const activity = defineKind({
  kind: 'activity',
  scope: 'unit',
  fields: z.object({
    type: ActivityType,
    subject: line,
    description: text,
    contactId: ContactId.nullable(),
    companyId: CompanyId.nullable(),
    dealId: DealId.nullable(),
    occurredAtMs: timeMs,
    durationMin: z.int().min(0).max(10_000).nullable(),
    outcome: line.nullable(),
  }),
  groups: {
    type: single('type'),
    subject: single('subject'),
    description: single('description', 'text'),
    when: { rule: 'latest', fields: ['occurredAtMs', 'durationMin'] },
    outcome: single('outcome'),
  },
  parents: [
    ['dealId', 'deal'],
    ['contactId', 'contact'],
    ['companyId', 'company'],
  ],
});
