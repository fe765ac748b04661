import type { LineCode, LineReport } from '../contract/transfer.ts';

/** What one line of the file becomes. */
export type MadeRow =
  | { readonly kind: 'made'; readonly row: ImportedRow; readonly shown: ShownRow }
  | { readonly kind: 'skipped' | 'refused'; readonly report: LineReport }
  /** Its parent stands further down in the file. */
  | { readonly kind: 'later' };

/** Arguments of a row in the import mutation of its target; checked there again. */
export type ImportedRow = { readonly line: number } & Readonly<Record<string, unknown>>;
/** A record as people read it, by field. */
export type ShownRow = Readonly<Record<string, string | number | null>>;

const SKIPPED: ReadonlySet<LineCode> = new Set<LineCode>(['ALREADY_HERE']);

export const rejected = (report: LineReport): MadeRow => ({
  kind: SKIPPED.has(report.code) ? 'skipped' : 'refused',
  report,
});
