import { z } from 'zod';
import { insert, update } from '../change.ts';
import { WHOLE_RECORD } from '../field-groups.ts';
import { DealId, EmployeeId, OrgId, PipelineId, StageId } from '../ids.ts';
import { deal } from '../kinds/deal.ts';
import { currency, line, moneyMinor } from '../kinds/field-types.ts';
import type { Stage } from '../kinds/pipeline.ts';
import type { Row } from '../row.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';
import { defineMutation, must } from './define-mutation.ts';
import {
  checkUnit,
  defineDelete,
  defineEdit,
  defineMove,
  defineReassign,
  defineRestore,
  parentsIn,
} from './record-mutations.ts';

const topic = {
  kind: 'deal',
  resource: 'deals',
  idArg: 'dealId',
  title: ({ title }: { readonly title: string }) => title,
} as const;

const findStage = (pipeline: Row<'pipeline'>, stageId: string): Stage | undefined =>
  pipeline.stages.find((stage) => stage.stageId === stageId);

/** Where a new deal starts: the pipeline's first open stage. */
const firstStage = (pipeline: Row<'pipeline'>): Stage | undefined =>
  pipeline.stages.find(({ outcome }) => outcome === 'open') ?? pipeline.stages[0];

function checkStage(stage: Stage | undefined, lostReason: string | null | undefined): Verdict {
  if (stage === undefined) return refused('UNKNOWN_STAGE', 'toStage');
  if (stage.outcome === 'lost' && !lostReason) return refused('LOST_REASON_MISSING', 'lostReason');
  return allowed;
}

/** The fields of the group `stage`, always set together. */
function stageFields(pipelineId: PipelineId, stage: Stage, lostReason: string | null | undefined, nowMs: number) {
  return {
    pipelineId,
    stageId: stage.stageId,
    status: stage.outcome,
    lostReason: stage.outcome === 'lost' ? (lostReason ?? null) : null,
    stageEnteredAtMs: nowMs,
    closedAtMs: stage.outcome === 'open' ? null : nowMs,
  };
}

export const dealsCreate = defineMutation({
  name: 'deals.create',
  version: 1,
  args: z.strictObject({
    dealId: DealId,
    orgId: OrgId,
    title: line.trim().min(1),
    pipelineId: PipelineId,
    stageId: StageId.optional(),
    lostReason: line.min(1).optional(),
    valueMinor: moneyMinor.default(0),
    currency,
    contactId: deal.fields.shape.contactId.optional(),
    companyId: deal.fields.shape.companyId.optional(),
    expectedCloseOn: deal.fields.shape.expectedCloseOn.optional(),
    nextStep: deal.fields.shape.nextStep.optional(),
    ownerId: EmployeeId.nullable().optional(),
    tags: deal.fields.shape.tags.optional(),
    customFields: deal.fields.shape.customFields.optional(),
  }),
  reads: ({ pipelineId }) => ({ pipeline: must('pipeline', pipelineId) }),
  writes: ({ dealId }) => [{ kind: 'deal', id: dealId, group: WHOLE_RECORD }],
  refers: ({ contactId, companyId, pipelineId }) => [
    ...parentsIn('deal', { contactId, companyId }),
    { kind: 'pipeline', id: pipelineId },
  ],
  needs: ({ orgId }) => ({
    permissions: [{ action: 'create', resource: 'deals', orgId }],
    mode: 'lease',
    price: { feature: 'deals', count: 1 },
  }),
  check({ pipeline }, { orgId, stageId, lostReason }, context) {
    const stage = stageId === undefined ? firstStage(pipeline) : findStage(pipeline, stageId);
    const verdict = checkStage(stage, lostReason);
    return verdict.kind === 'refused' ? verdict : checkUnit(orgId, context);
  },
  apply({ pipeline }, args, { actor, nowMs }) {
    const stage = args.stageId === undefined ? firstStage(pipeline) : findStage(pipeline, args.stageId);
    if (stage === undefined) return [];
    const row = {
      title: args.title,
      contactId: args.contactId ?? null,
      companyId: args.companyId ?? null,
      valueMinor: args.valueMinor,
      currency: args.currency,
      ...stageFields(args.pipelineId, stage, args.lostReason, nowMs),
      expectedCloseOn: args.expectedCloseOn ?? null,
      nextStep: args.nextStep ?? null,
      ownerId: args.ownerId === undefined ? (actor.employeeId as EmployeeId) : args.ownerId,
      tags: args.tags ?? [],
      customFields: args.customFields ?? {},
    };
    return [insert('deal', args.dealId, args.orgId, row, { createdBy: actor.employeeId, createdAtMs: nowMs })];
  },
  inverse: (_rows, { dealId }) => ({ kind: 'mutation', name: 'deals.delete', args: { dealId } }),
  words: (_rows, { title, valueMinor, currency: code }) => ({
    key: 'deal.created',
    values: { title, valueMinor, currency: code },
  }),
});

export const dealsMoveStage = defineMutation({
  name: 'deals.moveStage',
  version: 1,
  args: z.strictObject({
    dealId: DealId,
    toStage: StageId,
    /** Another pipeline; without it the deal stays in its own. */
    pipelineId: PipelineId.optional(),
    lostReason: line.min(1).optional(),
  }),
  reads: ({ dealId }) => ({ deal: must('deal', dealId) }),
  readsThen: ({ deal: row }, { pipelineId }) => ({ pipeline: must('pipeline', pipelineId ?? row.pipelineId) }),
  writes: ({ dealId }) => [{ kind: 'deal', id: dealId, group: 'stage' }],
  refers: ({ pipelineId }) => (pipelineId === undefined ? [] : [{ kind: 'pipeline', id: pipelineId }]),
  needs: (_args, { deal: row }) => ({
    permissions: [{ action: 'edit', resource: 'deals', orgId: row.orgId }],
    mode: 'lease',
  }),
  check: ({ pipeline }, { toStage, lostReason }) => checkStage(findStage(pipeline, toStage), lostReason),
  apply({ deal: row, pipeline }, { toStage, lostReason }, { nowMs }) {
    const stage = findStage(pipeline, toStage);
    if (stage === undefined) return [];
    return [update('deal', row, stageFields(pipeline.id as PipelineId, stage, lostReason, nowMs))];
  },
  inverse: ({ deal: row }) => ({
    kind: 'mutation',
    name: 'deals.moveStage',
    args: {
      dealId: row.id,
      toStage: row.stageId,
      pipelineId: row.pipelineId,
      ...(row.lostReason === null ? {} : { lostReason: row.lostReason }),
    },
  }),
  words: ({ deal: row, pipeline }, { toStage }) => ({
    key: 'deal.moved',
    values: {
      title: row.title,
      from: findStage(pipeline, row.stageId)?.name ?? row.stageId,
      to: findStage(pipeline, toStage)?.name ?? toStage,
    },
  }),
});

const editable = deal.fields
  .omit({
    ownerId: true,
    pipelineId: true,
    stageId: true,
    status: true,
    lostReason: true,
    stageEnteredAtMs: true,
    closedAtMs: true,
  })
  .extend({ title: line.trim().min(1) });

export const dealsEdit = defineEdit(topic, editable as z.ZodObject);
export const dealsDelete = defineDelete(topic);
export const dealsRestore = defineRestore(topic);
export const dealsReassign = defineReassign(topic);
export const dealsMove = defineMove(topic);
