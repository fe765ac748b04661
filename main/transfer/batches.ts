import type { ImportPlan, TransferTarget } from '../contract/transfer.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_ROWS } from '../../sync/model/mutations/import-batch.ts';
import type { ImportedRow } from './made-row.ts';

export interface Batch {
  readonly name: string;
  readonly args: { readonly rows: readonly ImportedRow[] } & Readonly<Record<string, unknown>>;
  /** Companies that an import of something else makes on the way. */
  readonly isBeside: boolean;
}

export interface BatchMaker {
  /** The batch that is full now, if one is. */
  add(row: ImportedRow): Batch | undefined;
  rest(): Batch | undefined;
}

export interface BatchFrame {
  readonly importId: string;
  readonly fileName: string;
  readonly target: TransferTarget;
  readonly plan: ImportPlan;
  readonly isBeside?: boolean;
}

/** Gathers rows up to what one mutation may hold, by number and by bytes. */
export function createBatchMaker({ importId, fileName, target, plan, isBeside = false }: BatchFrame): BatchMaker {
  let rows: ImportedRow[] = [];
  let bytes = 0;
  const deals =
    target === 'deals' && plan.deals ? { pipelineId: plan.deals.pipelineId, currency: plan.deals.currency } : {};
  const close = (): Batch => {
    const batch = {
      name: `${target}.importBatch`,
      args: { importId, fileName, orgId: plan.orgId, ...deals, rows },
      isBeside,
    };
    rows = [];
    bytes = 0;
    return batch;
  };
  return {
    add(row) {
      const size = Buffer.byteLength(JSON.stringify(row)) + 1;
      const isFull = rows.length > 0 && (rows.length >= MAX_BATCH_ROWS || bytes + size > MAX_BATCH_BYTES);
      const full = isFull ? close() : undefined;
      rows.push(row);
      bytes += size;
      return full;
    },
    rest: () => (rows.length > 0 ? close() : undefined),
  };
}
