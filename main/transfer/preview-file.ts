import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import {
  MAX_COLUMNS,
  type ColumnPreview,
  type FileFormat,
  type FilePreview,
  type TransferTarget,
} from '../contract/transfer.ts';
import { ColumnStats } from './column-stats.ts';
import { findFormat, headOf, newlineOf } from './file-format.ts';
import { firstRowOf, rowsOf, type StagedFile } from './staged-file.ts';
import { suggestFields } from './target-fields.ts';

export interface PreviewInput {
  readonly importId: string;
  readonly target: TransferTarget;
  readonly fileName: string;
  readonly file: StagedFile;
  readonly wanted: Partial<FileFormat>;
  readonly turn: () => Promise<void>;
  readonly onRows: (rows: number) => void;
}

/**
 * How the file is read and what is in its columns, from all of its rows and not only the first.
 * @throws SatchelError BAD_REQUEST (nothing in it, or more columns than a table has)
 */
export async function previewFile(input: PreviewInput): Promise<FilePreview> {
  const { importId, target, fileName, file, wanted, turn } = input;
  const encoding = wanted.encoding ?? file.encoding();
  const format = findFormat(file.slices(), encoding, wanted);
  const names = columnNames(file, format);
  const stats = names.map(() => new ColumnStats());
  let rows = 0;
  let ragged = 0;
  for await (const some of rowsOf(file, format, turn)) {
    for (const { cells } of some) {
      rows += 1;
      if (cells.length !== names.length) ragged += 1;
      for (const [index, column] of stats.entries()) column.add(cells[index] ?? '');
    }
    input.onRows(rows);
  }
  const newline = newlineOf(headOf(file.slices(), encoding));
  const columns = describeColumns(target, names, stats);
  return { importId, target, fileName, sizeBytes: file.sizeBytes, format, newline, rows, ragged, columns };
}

/** Names of the header; columns without one are called by their number. */
export function columnNames(file: StagedFile, format: FileFormat): readonly string[] {
  const cells = firstRowOf(file, format)?.cells ?? [];
  if (cells.length === 0) throw new SatchelError('BAD_REQUEST', 'There is nothing in the file.');
  if (cells.length > MAX_COLUMNS) {
    throw new SatchelError('BAD_REQUEST', `The file has ${cells.length} columns; at most ${MAX_COLUMNS} can be read.`);
  }
  const used = new Set<string>();
  return cells.map((cell, index) => {
    const plain = format.hasHeader && cell.trim() !== '' ? cell.trim().slice(0, 120) : `Column ${index + 1}`;
    const name = used.has(plain) ? `${plain} (${index + 1})` : plain;
    used.add(name);
    return name;
  });
}

function describeColumns(
  target: TransferTarget,
  names: readonly string[],
  stats: readonly ColumnStats[],
): readonly ColumnPreview[] {
  const judged = stats.map((column, index) => judgeWithOthers(column, index, names, stats));
  const fields = suggestFields(
    target,
    names.map((name, index) => ({
      name,
      reading: judged[index]?.reading ?? 'text',
      filled: stats[index]?.filled ?? 0,
    })),
  );
  return stats.map((column, index) => ({
    index,
    name: names[index] ?? '',
    samples: column.samples,
    filled: column.filled,
    empty: column.empty,
    ...(judged[index] ?? { reading: 'text', evidence: { kind: 'empty' } }),
    field: fields[index] ?? null,
    values: column.values(),
  }));
}

/** Dates that fit both orders take the order of another date column: one file is written by one program. */
function judgeWithOthers(
  column: ColumnStats,
  index: number,
  names: readonly string[],
  stats: readonly ColumnStats[],
): Pick<ColumnPreview, 'reading' | 'evidence'> {
  const judged = column.judge();
  if (judged.evidence.kind !== 'date-guess') return judged;
  const other = stats.findIndex((each, at) => at !== index && each.dateOrder !== null && each.dateOrder !== 'date-ymd');
  const order = stats[other]?.dateOrder;
  return order
    ? { reading: order, evidence: { kind: 'date-borrowed', from: names[other] ?? '', empty: column.empty } }
    : judged;
}
