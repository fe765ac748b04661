import { z } from 'zod';
import { CompanyId, ContactId, DealId, EmployeeId } from '../ids.ts';
import { defineKind, single } from './define-kind.ts';
import { line, text, timeMs } from './field-types.ts';

export const task = defineKind({
  kind: 'task',
  scope: 'unit',
  fields: z.object({
    title: line,
    description: text,
    dueAtMs: timeMs.nullable(),
    /** True when the user named a day but no time: due by the end of that day where the user is. */
    isDueAllDay: z.boolean(),
    remindAtMs: timeMs.nullable(),
    assigneeId: EmployeeId.nullable(),
    isDone: z.boolean(),
    doneAtMs: timeMs.nullable(),
    contactId: ContactId.nullable(),
    companyId: CompanyId.nullable(),
    dealId: DealId.nullable(),
  }),
  groups: {
    title: single('title'),
    description: single('description', 'text'),
    due: { rule: 'latest', fields: ['dueAtMs', 'isDueAllDay'] },
    reminder: single('remindAtMs'),
    assignee: single('assigneeId', 'ask'),
    done: { rule: 'latest', fields: ['isDone', 'doneAtMs'] },
  },
  parents: [
    ['dealId', 'deal'],
    ['contactId', 'contact'],
    ['companyId', 'company'],
  ],
});
