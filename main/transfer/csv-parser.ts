export interface CsvRow {
  /** Line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvParser {
  /** Rows that ended in this piece of text. */
  push(text: string): readonly CsvRow[];
  /** The last row, where the file does not end with a line break. */
  end(): readonly CsvRow[];
}

/** A cell that opens a quote and never closes it would swallow the file; longer ones are no value of a CRM. */
const MAX_CELL_CHARS = 200_000;

const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * RFC 4180 in pieces of any size, and what programs write beside it: lone CR or LF, quotes inside unquoted cells, text
 * after a closing quote. Lines without any text are no rows: spreadsheets write them as `,,,`.
 */
export function createCsvParser(delimiter: string): CsvParser {
  const separator = delimiter.charCodeAt(0);
  let line = 1;
  let rowLine = 1;
  let cells: string[] = [];
  let cell = '';
  /** `quote-seen`: inside quotes a quote came; the next character says whether it was the closing one. */
  let state: 'start' | 'plain' | 'quoted' | 'quote-seen' = 'start';
  let isCrSeen = false;
  let rows: CsvRow[] = [];

  function endCell(): void {
    cells.push(cell);
    cell = '';
    state = 'start';
  }

  function endRow(): void {
    endCell();
    if (cells.some((text) => text.trim() !== '')) rows.push({ line: rowLine, cells });
    cells = [];
  }

  function lineBreak(code: number): void {
    // The LF of a CRLF ends no second row.
    if (code === LF && isCrSeen) rowLine = line;
    else {
      endRow();
      line += 1;
      rowLine = line;
    }
    isCrSeen = code === CR;
  }

  function append(text: string): void {
    cell += text;
    if (cell.length > MAX_CELL_CHARS) {
      // A stray quote: the cell is closed here, so that the rest of the file is not lost in it.
      cell = cell.slice(0, MAX_CELL_CHARS);
      state = 'plain';
    }
  }

  function take(text: string): void {
    let from = 0;
    const length = text.length;
    while (from < length) {
      const code = text.charCodeAt(from);
      if (state === 'quoted') {
        const close = text.indexOf('"', from);
        const to = close === -1 ? length : close;
        const inside = text.slice(from, to);
        line += countBreaks(inside, text.charCodeAt(to));
        append(inside);
        from = to + 1;
        if (close !== -1 && state === 'quoted') state = 'quote-seen';
        continue;
      }
      if (state === 'quote-seen') {
        state = code === QUOTE ? 'quoted' : 'plain';
        if (code === QUOTE) {
          append('"');
          from += 1;
          continue;
        }
      }
      if (code === LF || code === CR) {
        lineBreak(code);
        from += 1;
        continue;
      }
      isCrSeen = false;
      if (code === separator) {
        endCell();
        from += 1;
        continue;
      }
      if (code === QUOTE && state === 'start') {
        state = 'quoted';
        from += 1;
        continue;
      }
      const to = endOfPlain(text, from, separator);
      state = 'plain';
      append(text.slice(from, to));
      from = to;
    }
  }

  return {
    push(text) {
      rows = [];
      take(text);
      return rows;
    },
    end() {
      rows = [];
      if (cells.length > 0 || cell !== '' || state !== 'start') endRow();
      return rows;
    },
  };
}

function endOfPlain(text: string, from: number, separator: number): number {
  let at = from + 1;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === separator || code === LF || code === CR) break;
  }
  return at;
}

/** Line breaks inside quotes; a CR before a LF is counted with it, also where a piece of text ends between them. */
function countBreaks(inside: string, next: number): number {
  let count = 0;
  for (let at = 0; at < inside.length; at += 1) {
    const code = inside.charCodeAt(at);
    if (code === LF) count += 1;
    else if (code === CR && (at + 1 < inside.length ? inside.charCodeAt(at + 1) : next) !== LF && !Number.isNaN(next))
      count += 1;
  }
  return count;
}
