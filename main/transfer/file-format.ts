import type { Delimiter, Encoding, FileFormat } from '../contract/transfer.ts';
import { createCsvParser } from './csv-parser.ts';
import { decodePieces } from './file-encoding.ts';

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|'];
/** As much of the beginning as settles how a file is written. */
const HEAD_CHARS = 64 * 1024;

export function headOf(slices: readonly Uint8Array[], encoding: Encoding): string {
  let head = '';
  for (const piece of decodePieces(slices, encoding)) {
    head += piece;
    if (head.length >= HEAD_CHARS) break;
  }
  return head;
}

/** The delimiter under which most of the first rows have the same number of cells, and more than one. */
export function findDelimiter(head: string): Delimiter {
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(head, delimiter) }));
  return scored.reduce((best, each) => (each.score > best.score ? each : best)).delimiter;
}

function scoreOf(head: string, delimiter: Delimiter): number {
  const parser = createCsvParser(delimiter);
  const whole = parser.push(head);
  const rows = whole.length > 1 ? whole : [...whole, ...parser.end()];
  const width = rows[0]?.cells.length ?? 0;
  if (width < 2) return 0;
  const same = rows.filter(({ cells }) => cells.length === width).length;
  return (same / rows.length) * 1000 + Math.min(width, 100);
}

export function newlineOf(head: string): 'LF' | 'CRLF' | 'CR' {
  if (head.includes('\r\n')) return 'CRLF';
  return head.includes('\r') && !head.includes('\n') ? 'CR' : 'LF';
}

/** A first row of short, different texts, none of them a number, a date or an e-mail, names the columns. */
function looksLikeHeader(cells: readonly string[]): boolean {
  const named = cells.map((cell) => cell.trim());
  const isName = (text: string) =>
    text.length <= 80 && !/^[-+\d.,/:\s%€$]+$/.test(text) && !/^[^\s@]+@[^\s@]+$/.test(text);
  const filled = named.filter((text) => text !== '');
  return filled.length > 0 && new Set(filled).size === filled.length && filled.every(isName);
}

export function findFormat(slices: readonly Uint8Array[], encoding: Encoding, wanted: Partial<FileFormat>): FileFormat {
  const head = headOf(slices, encoding);
  const delimiter = wanted.delimiter ?? findDelimiter(head);
  const parser = createCsvParser(delimiter);
  const first = parser.push(head)[0] ?? parser.end()[0];
  return { encoding, delimiter, hasHeader: wanted.hasHeader ?? looksLikeHeader(first?.cells ?? []) };
}
