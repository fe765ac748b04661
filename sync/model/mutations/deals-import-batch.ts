import { z } from 'zod';
import { insert } from '../change.ts';
import { WHOLE_RECORD } from '../field-groups.ts';
import { DealId, EmployeeId, OrgId, PipelineId, StageId } from '../ids.ts';
import { deal } from '../kinds/deal.ts';
import { currency, line, moneyMinor, timeMs } from '../kinds/field-types.ts';
import type { Stage } from '../kinds/pipeline.ts';
import type { Row } from '../row.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';
import { defineMutation, must, type MutationContext } from './define-mutation.ts';
import {
  batchInverse,
  batchShape,
  batchWords,
  firstRefusal,
  lineNumber,
  MAX_BATCH_ROWS,
  repeatedId,
} from './import-batch.ts';
import { checkUnit, parentsIn } from './record-mutations.ts';

const shape = deal.fields.shape;

const DealRow = z.strictObject({
  line: lineNumber,
  dealId: DealId,
  title: line.trim().min(1),
  stageId: StageId,
  lostReason: line.min(1).optional(),
  valueMinor: moneyMinor.default(0),
  contactId: shape.contactId.optional(),
  companyId: shape.companyId.optional(),
  expectedCloseOn: shape.expectedCloseOn.optional(),
  nextStep: shape.nextStep.optional(),
  ownerId: EmployeeId.nullable().optional(),
  tags: shape.tags.optional(),
  customFields: shape.customFields.optional(),
  /** When the deal began and ended in the program it comes from; never later than now. */
  createdAtMs: timeMs.optional(),
  closedAtMs: timeMs.optional(),
});
export type DealImportRow = z.infer<typeof DealRow>;

/** A stage's own rule for a row: it exists, and what is lost says why. */
function checkDealRow(
  pipeline: Pick<Row<'pipeline'>, 'stages'>,
  row: Pick<DealImportRow, 'stageId' | 'lostReason'>,
): Verdict {
  const stage = pipeline.stages.find(({ stageId }) => stageId === row.stageId);
  if (stage === undefined) return refused('UNKNOWN_STAGE', 'stageId');
  return stage.outcome === 'lost' && row.lostReason === undefined
    ? refused('LOST_REASON_MISSING', 'lostReason')
    : allowed;
}

function stageFields(stage: Stage, row: DealImportRow, nowMs: number) {
  const begunAtMs = Math.min(row.createdAtMs ?? nowMs, nowMs);
  const endedAtMs = Math.max(begunAtMs, Math.min(row.closedAtMs ?? nowMs, nowMs));
  const isOpen = stage.outcome === 'open';
  return {
    stageId: stage.stageId,
    status: stage.outcome,
    lostReason: stage.outcome === 'lost' ? (row.lostReason ?? null) : null,
    stageEnteredAtMs: isOpen ? begunAtMs : endedAtMs,
    closedAtMs: isOpen ? null : endedAtMs,
  };
}

interface DealBatch {
  readonly orgId: string;
  readonly pipelineId: PipelineId;
  readonly currency: string;
}

function newDeal(
  { orgId, pipelineId, currency: code }: DealBatch,
  stage: Stage,
  row: DealImportRow,
  { actor, nowMs }: MutationContext,
) {
  const createdAtMs = Math.min(row.createdAtMs ?? nowMs, nowMs);
  const fields = {
    title: row.title,
    contactId: row.contactId ?? null,
    companyId: row.companyId ?? null,
    valueMinor: row.valueMinor,
    currency: code,
    pipelineId,
    ...stageFields(stage, row, nowMs),
    expectedCloseOn: row.expectedCloseOn ?? null,
    nextStep: row.nextStep ?? null,
    ownerId: row.ownerId === undefined ? (actor.employeeId as EmployeeId) : row.ownerId,
    tags: row.tags ?? [],
    customFields: row.customFields ?? {},
  };
  const change = insert('deal', row.dealId, orgId, fields, { createdBy: actor.employeeId, createdAtMs });
  // Begun in the past, changed now: lists by last change show what was just imported first.
  return { ...change, row: { ...change.row, updatedAtMs: nowMs } };
}

/** New deals of a file in one pipeline and one currency, up to 500 in one change: all of them or none. */
export const dealsImportBatch = defineMutation({
  name: 'deals.importBatch',
  version: 1,
  args: z.strictObject({
    ...batchShape,
    orgId: OrgId,
    pipelineId: PipelineId,
    currency,
    rows: z.array(DealRow).min(1).max(MAX_BATCH_ROWS),
  }),
  reads: ({ pipelineId }) => ({ pipeline: must('pipeline', pipelineId) }),
  writes: ({ rows }) => rows.map(({ dealId }) => ({ kind: 'deal', id: dealId, group: WHOLE_RECORD })),
  refers: ({ rows, pipelineId }) => [
    { kind: 'pipeline', id: pipelineId },
    ...[...new Set(rows.map(({ companyId }) => companyId))].flatMap((companyId) => parentsIn('deal', { companyId })),
    ...[...new Set(rows.map(({ contactId }) => contactId))].flatMap((contactId) => parentsIn('deal', { contactId })),
  ],
  needs: ({ orgId, rows }) => ({
    permissions: [{ action: 'import', resource: 'deals', orgId }],
    mode: 'live',
    price: { feature: 'deals', count: rows.length },
  }),
  check({ pipeline }, { orgId, rows }, context) {
    const unit = checkUnit(orgId, context);
    if (unit.kind === 'refused') return unit;
    if (repeatedId(rows, ({ dealId }) => dealId)) return refused('INVALID', 'rows');
    return firstRefusal(rows, (row) => checkDealRow(pipeline, row)) ?? allowed;
  },
  apply: ({ pipeline }, { rows, ...batch }, context) =>
    rows.flatMap((row) => {
      const stage = pipeline.stages.find(({ stageId }) => stageId === row.stageId);
      return stage === undefined ? [] : [newDeal(batch, stage, row, context)];
    }),
  inverse: () => batchInverse,
  words: batchWords('deals'),
});
