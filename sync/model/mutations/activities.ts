import { z } from 'zod';
import { insert } from '../change.ts';
import { WHOLE_RECORD } from '../field-groups.ts';
import { ActivityId } from '../ids.ts';
import { activity, ActivityType } from '../kinds/activity.ts';
import { attachedTo, checkAttached, parentIds, parentReads, unitOf } from './attached.ts';
import { defineMutation } from './define-mutation.ts';
import { defineDelete, defineEdit, defineRestore, parentsIn } from './record-mutations.ts';

const { subject, description, occurredAtMs, durationMin, outcome } = activity.fields.shape;
const topic = {
  kind: 'activity',
  resource: 'activities',
  idArg: 'activityId',
  title: (row: { readonly subject: string; readonly type: string }) => row.subject || row.type,
} as const;

export const activitiesLog = defineMutation({
  name: 'activities.log',
  version: 1,
  args: z.strictObject({
    activityId: ActivityId,
    ...attachedTo,
    type: ActivityType,
    subject: subject.default(''),
    description: description.default(''),
    /** Without it: the time of the command. */
    occurredAtMs: occurredAtMs.optional(),
    durationMin: durationMin.optional(),
    outcome: outcome.optional(),
  }),
  reads: parentReads,
  writes: ({ activityId }) => [{ kind: 'activity', id: activityId, group: WHOLE_RECORD }],
  refers: (args) => parentsIn('activity', args),
  needs: (args, rows) => ({
    permissions: [{ action: 'create', resource: 'activities', orgId: unitOf(rows, args) }],
    mode: 'lease',
  }),
  check: checkAttached,
  apply: (rows, args, { actor, nowMs }) => [
    insert(
      'activity',
      args.activityId,
      unitOf(rows, args),
      {
        type: args.type,
        subject: args.subject,
        description: args.description,
        ...parentIds(rows, args),
        occurredAtMs: args.occurredAtMs ?? nowMs,
        durationMin: args.durationMin ?? null,
        outcome: args.outcome ?? null,
      },
      { createdBy: actor.employeeId, createdAtMs: nowMs },
    ),
  ],
  inverse: (_rows, { activityId }) => ({ kind: 'mutation', name: 'activities.delete', args: { activityId } }),
  words: (rows, { type, subject: title }) => ({
    key: `activity.logged.${type}`,
    values: { title, on: rows.deal?.title ?? rows.company?.name ?? rows.contact?.lastName ?? null },
  }),
});

export const activitiesEdit = defineEdit(
  topic,
  activity.fields.pick({
    type: true,
    subject: true,
    description: true,
    occurredAtMs: true,
    durationMin: true,
    outcome: true,
  }) as z.ZodObject,
);
export const activitiesDelete = defineDelete(topic);
export const activitiesRestore = defineRestore(topic);
