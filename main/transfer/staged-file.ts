import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { Encoding, FileFormat } from '../contract/transfer.ts';
import { createCsvParser, type CsvRow } from './csv-parser.ts';
import { createEncodingFinder, decodePieces } from './file-encoding.ts';

/** Bytes of a file as the window handed them over. They are parsed anew for each step, so memory is that of the file. */
export interface StagedFile {
  readonly sizeBytes: number;
  readonly receivedBytes: () => number;
  readonly slices: () => readonly Uint8Array[];
  /** What the bytes are written in, once all of them are here. */
  readonly encoding: () => Encoding;
  /** @throws SatchelError BAD_REQUEST (out of order, more than announced) */
  append(index: number, slice: Uint8Array): void;
}

export function createStagedFile(sizeBytes: number): StagedFile {
  const slices: Uint8Array[] = [];
  let receivedBytes = 0;
  let found: Encoding | undefined;
  const finder = createEncodingFinder();
  return {
    sizeBytes,
    encoding: () => (found ??= finder.result()),
    receivedBytes: () => receivedBytes,
    slices: () => slices,
    append(index, slice) {
      if (index !== slices.length) {
        throw new SatchelError('BAD_REQUEST', 'The slices of the file came out of order.', {
          data: { index, expected: slices.length },
        });
      }
      if (receivedBytes + slice.length > sizeBytes)
        throw new SatchelError('BAD_REQUEST', 'The file is longer than was announced.');
      slices.push(slice);
      finder.push(slice);
      receivedBytes += slice.length;
    },
  };
}

/** How long the engine may work on a file before others have their turn: well under the frame of a window. */
const TURN_MS = 8;

/** Hands the turn on whenever it was held for some milliseconds, so that a long file never freezes the engine. */
export function createTurns(monotonicMs: () => number): () => Promise<void> {
  let since = monotonicMs();
  return async () => {
    if (monotonicMs() - since < TURN_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = monotonicMs();
  };
}

/** All rows but the header, in order, a few hundred at a time. */
export async function* rowsOf(
  file: StagedFile,
  format: FileFormat,
  turn: () => Promise<void>,
): AsyncGenerator<readonly CsvRow[]> {
  const parser = createCsvParser(format.delimiter);
  let isHeaderDue = format.hasHeader;
  for (const piece of decodePieces(file.slices(), format.encoding)) {
    let rows = parser.push(piece);
    if (isHeaderDue && rows.length > 0) {
      rows = rows.slice(1);
      isHeaderDue = false;
    }
    if (rows.length > 0) yield rows;
    await turn();
  }
  const last = parser.end();
  const rest = isHeaderDue ? last.slice(1) : last;
  if (rest.length > 0) yield rest;
}

/** The first row: the header's names, or the number of columns where there is none. */
export function firstRowOf(file: StagedFile, format: FileFormat): CsvRow | undefined {
  const parser = createCsvParser(format.delimiter);
  for (const piece of decodePieces(file.slices(), format.encoding)) {
    const [row] = parser.push(piece);
    if (row) return row;
  }
  return parser.end()[0];
}
