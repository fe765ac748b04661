import { z } from 'zod';
import { CompanyId, ContactId, EmployeeId, PipelineId, StageId } from '../ids.ts';
import { defineKind, single } from './define-kind.ts';
import { calendarDay, currency, customFields, line, moneyMinor, tags, timeMs } from './field-types.ts';

const DealStatus = z.literal(['open', 'won', 'lost']);

export const deal = defineKind({
  kind: 'deal',
  scope: 'unit',
  fields: z.object({
    title: line,
    contactId: ContactId.nullable(),
    companyId: CompanyId.nullable(),
    valueMinor: moneyMinor,
    currency,
    pipelineId: PipelineId,
    stageId: StageId,
    status: DealStatus,
    lostReason: line.nullable(),
    stageEnteredAtMs: timeMs,
    closedAtMs: timeMs.nullable(),
    expectedCloseOn: calendarDay.nullable(),
    nextStep: line.nullable(),
    ownerId: EmployeeId.nullable(),
    tags,
    customFields,
  }),
  groups: {
    title: single('title'),
    contact: single('contactId'),
    company: single('companyId'),
    value: { rule: 'ask', fields: ['valueMinor', 'currency'] },
    stage: {
      rule: 'ask',
      fields: ['pipelineId', 'stageId', 'status', 'lostReason', 'stageEnteredAtMs', 'closedAtMs'],
    },
    close: single('expectedCloseOn'),
    nextStep: single('nextStep'),
    owner: single('ownerId', 'ask'),
    unit: single('orgId', 'ask'),
    tags: single('tags', 'union'),
  },
  parents: [],
});
