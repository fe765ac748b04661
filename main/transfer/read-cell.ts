import type { LineCode, Reading } from '../contract/transfer.ts';

export type Read<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'wrong'; readonly code: LineCode };

const read = <Value>(value: Value): Read<Value> => ({ kind: 'read', value });
const wrong = (code: LineCode): Read<never> => ({ kind: 'wrong', code });

/** Signs that stand beside an amount; letters are only those of a currency code. */
const AROUND_NUMBER = /^(?:[A-Z]{3}|[€$£¥₽]|R\$)?\s*|\s*(?:[A-Z]{3}|[€$£¥₽%])?$/g;

/** @returns the digits with `.` as decimal sign, or undefined for what is no number under this reading */
export function plainNumber(cell: string, decimal: '.' | ','): string | undefined {
  const text = cell.trim().replaceAll(AROUND_NUMBER, '');
  const group = decimal === '.' ? ',' : '.';
  const shape =
    decimal === '.' ? /^[-+]?(\d{1,3}([,'\s]\d{3})+|\d+)(\.\d*)?$/ : /^[-+]?(\d{1,3}([.'\s]\d{3})+|\d+)(,\d*)?$/;
  if (!shape.test(text)) return undefined;
  return text.replaceAll(/['\s]/g, '').replaceAll(group, '').replace(decimal, '.');
}

export function readNumber(cell: string, reading: Reading): Read<number> {
  const plain = plainNumber(cell, reading === 'number-comma' ? ',' : '.');
  const value = Number(plain);
  return plain === undefined || !Number.isFinite(value) ? wrong('NOT_A_NUMBER') : read(value);
}

/** Integer minor units; what lies between two of them is rounded half away from zero. */
export function readMoney(cell: string, reading: Reading, digits: number): Read<number> {
  const plain = plainNumber(cell, reading === 'number-comma' ? ',' : '.');
  if (plain === undefined) return wrong('NOT_A_NUMBER');
  const minor = minorUnits(plain, digits);
  return Math.abs(minor) > 10_000_000_000 ? wrong('OUT_OF_RANGE') : read(minor);
}

/** By digits and not by multiplying: 1.005 is 101 cents, not 100. */
function minorUnits(plain: string, digits: number): number {
  const isNegative = plain.startsWith('-');
  const [whole = '0', part = ''] = plain.replace(/^[-+]/, '').split('.');
  const kept = Number(`${whole}${part.padEnd(digits, '0').slice(0, digits)}`);
  const minor = kept + (Number(part.charAt(digits) || '0') >= 5 ? 1 : 0);
  return isNegative && minor !== 0 ? -minor : minor;
}

const YMD = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s].*)?$/;
const SHORT = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T\s].*)?$/;

export interface DateParts {
  readonly isYearFirst: boolean;
  readonly first: number;
  readonly second: number;
  readonly year: number;
}

/** A time behind a date is left away: deals are opened and closed on days. */
export function datePartsOf(cell: string): DateParts | undefined {
  const text = cell.trim();
  const ymd = YMD.exec(text);
  if (ymd) return { isYearFirst: true, year: Number(ymd[1]), first: Number(ymd[2]), second: Number(ymd[3]) };
  const short = SHORT.exec(text);
  return short
    ? { isYearFirst: false, first: Number(short[1]), second: Number(short[2]), year: fullYear(short[3] ?? '') }
    : undefined;
}

/** Two digits mean the hundred years that end in 2069, as spreadsheets read them. */
const fullYear = (text: string): number =>
  text.length === 4 ? Number(text) : Number(text) + (Number(text) < 70 ? 2000 : 1900);

/** @returns `YYYY-MM-DD` */
export function readDate(cell: string, reading: Reading): Read<string> {
  const parts = datePartsOf(cell);
  if (parts === undefined || parts.isYearFirst !== (reading === 'date-ymd')) return wrong('NOT_A_DATE');
  const [month, day] = reading === 'date-dmy' ? [parts.second, parts.first] : [parts.first, parts.second];
  const date = new Date(Date.UTC(parts.year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && parts.year >= 1900;
  return isReal ? read(date.toISOString().slice(0, 10)) : wrong('NOT_A_DATE');
}

const YES = new Set(['yes', 'y', 'true', '1', 'x', 'ja', 'si', 'sí', 'sim', 'oui']);
const NO = new Set(['no', 'n', 'false', '0', 'nein', 'nao', 'não', 'non']);

export function readYesNo(cell: string): Read<boolean> {
  const text = cell.trim().toLowerCase();
  if (YES.has(text)) return read(true);
  return NO.has(text) ? read(false) : wrong('NOT_YES_OR_NO');
}
