import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FilePreview, ImportPlan, ImportProgress, TransferTarget } from '../../../main/contract/transfer.ts';
import { MAX_SLICE_BYTES } from '../../../main/contract/transfer.ts';
import { HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import type { Laptop } from '../engine/field.ts';

/** Real and made files beside the checkout; tests that need one are skipped where it is missing. */
export const DATA = resolve(import.meta.dirname, '../../../../shared/data');

export const fileOf = (path: string): Uint8Array => readFileSync(join(DATA, path));

/** Hands a file over as the window does. */
export async function stage(
  laptop: Laptop,
  target: TransferTarget,
  bytes: Uint8Array,
  sliceBytes = MAX_SLICE_BYTES,
): Promise<FilePreview> {
  const { transfer } = laptop.engine.call;
  const { importId } = await transfer.begin({ target, fileName: 'file.csv', sizeBytes: bytes.length });
  for (let index = 0; index * sliceBytes < bytes.length; index += 1) {
    const slice = Buffer.from(bytes.subarray(index * sliceBytes, (index + 1) * sliceBytes)).toString('base64');
    await transfer.append({ importId, index, slice });
  }
  return transfer.preview({ importId });
}

/** The plan that the file suggests, with what a person adds. */
export function planOf({ format, columns }: FilePreview, more: Partial<ImportPlan> = {}): ImportPlan {
  return {
    format,
    columns: columns.flatMap(({ index, field, reading }) => (field === null ? [] : [{ index, field, reading }])),
    orgId: HALDEN_UNITS.northField,
    areCompaniesMade: false,
    ...more,
  };
}

/** Until the import is done or stopped. */
export async function finished(laptop: Laptop, importId: string): Promise<ImportProgress> {
  for (;;) {
    const progress = await laptop.engine.call.transfer.progress({ importId });
    if (['done', 'stopped', 'waiting'].includes(progress.phase)) return progress;
    await new Promise((wait) => setTimeout(wait, 20));
  }
}

export const csv = (...lines: readonly string[]): Uint8Array => new TextEncoder().encode(lines.join('\n'));
