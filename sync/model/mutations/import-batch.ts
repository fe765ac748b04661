import { z } from 'zod';
import { line } from '../kinds/field-types.ts';
import { refused, type Verdict } from '../verdict.ts';
import type { Inverse, Words } from './define-mutation.ts';

/** Rows of one import mutation; the engine makes smaller ones where the rows are long (see `MAX_BATCH_BYTES`). */
export const MAX_BATCH_ROWS = 500;

/**
 * Bytes of one import mutation's arguments as JSON: some 200 usual rows, which a laptop commits in tens of
 * milliseconds. A hundred of them and their envelopes also fit into one push request (100 mutations, 10 MiB).
 */
export const MAX_BATCH_BYTES = 40_000;

/** What every import mutation says of the file it comes from, for the queue and for history. */
export const batchShape = {
  /** One import of one file is many batches; all of them carry the same id. */
  importId: z.uuid(),
  fileName: line,
} as const;

/** Line of the file, counted from 1 with the header; only for telling people where a row came from. */
export const lineNumber = z.int().min(1).max(100_000_000);

export interface BatchLike {
  readonly fileName: string;
  readonly rows: readonly { readonly line: number }[];
}

export const batchInverse: Inverse = { kind: 'none', why: 'an import is taken back by deleting its records' };

export const batchWords =
  (what: string) =>
  (_rows: unknown, { fileName, rows }: BatchLike): Words => ({
    key: 'import.batch',
    values: {
      title: fileName,
      what,
      count: rows.length,
      fileName,
      firstLine: rows[0]?.line ?? 0,
      lastLine: rows.at(-1)?.line ?? 0,
    },
  });

/** The first refusal of any row, with the row's place in the batch: `rows.12.email`. */
export function firstRefusal<Row>(
  rows: readonly Row[],
  check: (row: Row, index: number) => Verdict,
): Verdict | undefined {
  for (const [index, row] of rows.entries()) {
    const verdict = check(row, index);
    if (verdict.kind === 'refused')
      return refused(verdict.code, `rows.${index}${verdict.field === undefined ? '' : `.${verdict.field}`}`);
  }
  return undefined;
}

/** The place in the batch that a refusal names; undefined where it names none. */
export function refusedRow(field: string | undefined): number | undefined {
  const index = /^rows\.(\d+)(\.|$)/.exec(field ?? '')?.[1];
  return index === undefined ? undefined : Number(index);
}

/** An id that stands in two rows of one batch would be one record made twice. */
export const repeatedId = <Row>(rows: readonly Row[], idOf: (row: Row) => string): boolean =>
  new Set(rows.map(idOf)).size !== rows.length;
