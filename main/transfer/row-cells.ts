import { MAX_LINE_CHARS, MAX_TEXT_CHARS } from '../../sync/model/kinds/field-types.ts';
import type { LineCode, LineReport, Reading } from '../contract/transfer.ts';
import type { CsvRow } from './csv-parser.ts';
import { readDate, readMoney, readNumber, readYesNo, type Read } from './read-cell.ts';

export interface PlannedColumn {
  readonly index: number;
  readonly field: string;
  readonly reading: Reading;
  /** For `custom`: the key under which the value is kept. */
  readonly key: string;
}

/** The cells of one line by the fields they go to. The first cell that cannot be read is what the line is refused for. */
export class RowCells {
  readonly line: number;
  readonly #csv: CsvRow;
  readonly #columns: readonly PlannedColumn[];
  #problem: LineReport | undefined;

  constructor(csv: CsvRow, columns: readonly PlannedColumn[]) {
    this.line = csv.line;
    this.#csv = csv;
    this.#columns = columns;
  }

  /** Why the line cannot be a record; undefined while all that was asked for could be read. */
  get problem(): LineReport | undefined {
    return this.#problem;
  }

  report(code: LineCode, field: string): LineReport {
    return { line: this.line, code, field, value: this.#cell(field)?.slice(0, 200) ?? '' };
  }

  /** Trimmed; undefined where there is no such column or nothing in the cell. */
  text(field: string, maxChars = MAX_LINE_CHARS): string | undefined {
    const cell = this.#cell(field);
    if (cell !== undefined && cell.length > maxChars) this.#fail('TOO_LONG', field);
    return cell;
  }

  number(field: string, bounds: { readonly min: number; readonly max: number }): number | undefined {
    const value = this.#read(field, (cell, reading) => readNumber(cell, reading));
    if (value === undefined) return undefined;
    if (Number.isInteger(value) && value >= bounds.min && value <= bounds.max) return value;
    this.#fail('OUT_OF_RANGE', field);
    return undefined;
  }

  money(field: string, digits: number): number | undefined {
    return this.#read(field, (cell, reading) => readMoney(cell, reading, digits));
  }

  date(field: string): string | undefined {
    return this.#read(field, (cell, reading) => readDate(cell, reading));
  }

  yesNo(field: string): boolean | undefined {
    return this.#read(field, (cell) => readYesNo(cell));
  }

  tags(): readonly string[] | undefined {
    const cell = this.text('tags', MAX_TEXT_CHARS);
    if (cell === undefined) return undefined;
    const tags = [
      ...new Set(
        cell
          .split(/[,;|]/)
          .map((tag) => tag.trim())
          .filter(Boolean),
      ),
    ];
    if (tags.length > 50 || tags.some((tag) => tag.length > 60)) this.#fail('TOO_LONG', 'tags');
    return tags;
  }

  /** Columns that become fields of their own, and the outside id; undefined where there is none. */
  customFields(): Readonly<Record<string, string | number | boolean>> | undefined {
    const fields: Record<string, string | number | boolean> = {};
    const externalId = this.text('externalId');
    if (externalId !== undefined) fields['externalId'] = externalId;
    for (const column of this.#columns.filter(({ field }) => field === 'custom')) {
      const cell = this.#csv.cells[column.index]?.trim() ?? '';
      if (cell !== '') fields[column.key] = customValue(cell, column.reading);
    }
    return Object.keys(fields).length === 0 ? undefined : fields;
  }

  #cell(field: string): string | undefined {
    const column = this.#columns.find((each) => each.field === field);
    const cell = column && this.#csv.cells[column.index]?.trim();
    return cell === '' ? undefined : cell;
  }

  #read<Value>(field: string, read: (cell: string, reading: Reading) => Read<Value>): Value | undefined {
    const cell = this.#cell(field);
    const reading = this.#columns.find((each) => each.field === field)?.reading ?? 'text';
    if (cell === undefined) return undefined;
    const answer = read(cell, reading);
    if (answer.kind === 'read') return answer.value;
    this.#fail(answer.code, field);
    return undefined;
  }

  #fail(code: LineCode, field: string): void {
    this.#problem ??= this.report(code, field);
  }
}

function customValue(cell: string, reading: Reading): string | number | boolean {
  const answer = reading.startsWith('number')
    ? readNumber(cell, reading)
    : reading === 'yes-no'
      ? readYesNo(cell)
      : readDateOr(cell, reading);
  return answer.kind === 'read' ? answer.value : cell.slice(0, MAX_TEXT_CHARS);
}

const readDateOr = (cell: string, reading: Reading): Read<string> =>
  reading.startsWith('date') ? readDate(cell, reading) : { kind: 'read', value: cell.slice(0, MAX_TEXT_CHARS) };
