import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { Row } from '../../sync/model/row.ts';
import type { ImportPlan, TransferTarget } from '../contract/transfer.ts';
import type { ReadHandle } from '../db/handles.ts';
import { getStoredRow } from '../db/replica-store.ts';
import type { Schema } from '../db/schema.ts';
import { columnNames } from './preview-file.ts';
import type { PlannedColumn } from './row-cells.ts';
import type { StagedFile } from './staged-file.ts';
import { customKey, TARGET_FIELDS } from './target-fields.ts';

/** Without one of these a line has no name to be found by. */
const REQUIRED: Readonly<Record<TransferTarget, readonly string[]>> = {
  contacts: ['firstName', 'lastName', 'fullName', 'email'],
  companies: ['name'],
  deals: ['title'],
};

const bad = (message: string, field: string): SatchelError =>
  new SatchelError('BAD_REQUEST', message, { data: { field } });

/** The columns that are imported. @throws SatchelError BAD_REQUEST (a column or field that is not there, or is there twice) */
export function plannedColumns(target: TransferTarget, file: StagedFile, plan: ImportPlan): readonly PlannedColumn[] {
  const names = columnNames(file, plan.format);
  const fields = new Set(TARGET_FIELDS[target].map(({ field }) => field));
  const used = new Set<string>();
  const columns = plan.columns.map(({ index, field, reading }): PlannedColumn => {
    const name = names[index];
    if (name === undefined) throw bad(`The file has no column ${index + 1}.`, 'columns');
    const key = field === 'custom' ? customKey(name) : field;
    if (field !== 'custom' && !fields.has(field)) throw bad(`There is no field called "${field}".`, 'columns');
    if (used.has(key)) throw bad(`Two columns go to "${key}".`, 'columns');
    used.add(key);
    return { index, field, reading, key };
  });
  if (!REQUIRED[target].some((field) => used.has(field))) throw bad('No column holds the name.', 'columns');
  return columns;
}

/** The pipeline of a deals import; null for other targets. @throws SatchelError BAD_REQUEST */
export function plannedPipeline(
  read: ReadHandle<Schema>,
  target: TransferTarget,
  plan: ImportPlan,
): Row<'pipeline'> | null {
  if (target !== 'deals') return null;
  if (plan.deals === undefined) throw bad('Deals need a pipeline and a currency.', 'deals');
  const stored = getStoredRow(read, { kind: 'pipeline', id: plan.deals.pipelineId });
  const pipeline = stored?.row as Row<'pipeline'> | undefined;
  if (pipeline === undefined || pipeline.isDeleted) throw bad('The pipeline is not here.', 'pipelineId');
  const known = new Set<string>(pipeline.stages.map(({ stageId }) => stageId));
  if (plan.deals.stages.some(({ stageId }) => !known.has(stageId)))
    throw bad('The pipeline has no such stage.', 'stages');
  return pipeline;
}
