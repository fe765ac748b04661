const MINUTE_MS = 60_000;
const MAX_CELL = 44;

/** Enough to tell records apart: the end, because ids made in the same minute begin alike. */
export const shortId = (id: string): string => id.slice(-8);

/** A length of time in the largest unit that says enough. */
export function span(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / MINUTE_MS);
  if (minutes < 1) return `${Math.floor(Math.max(0, ms) / 1000)} s`;
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} days`;
}

/** Local time to the minute. */
export function time(atMs: number | null): string {
  if (atMs === null) return '-';
  const at = new Date(atMs);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

export function money(minor: number, currency: string): string {
  const [whole = '0', cents] = (Math.abs(minor) / 100).toFixed(2).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${minor < 0 ? '-' : ''}${grouped}${cents === '00' ? '' : `.${cents}`} ${currency}`.trim();
}

/** Columns as wide as their longest cell, at most 44 characters; empty rows give `none`. */
export function columns(rows: readonly (readonly string[])[], none: string): string {
  if (rows.length === 0) return none;
  const cut = rows.map((row) => row.map((cell) => shorten(cell)));
  const widths = cut.reduce<number[]>(
    (known, row) => row.map((cell, index) => Math.max(cell.length, known[index] ?? 0)),
    [],
  );
  return cut
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function shorten(cell: string): string {
  const line = cell.replace(/\s+/g, ' ').trim();
  return line.length > MAX_CELL ? `${line.slice(0, MAX_CELL - 1)}…` : line;
}

/** A field's value as a person would write it. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(valueText).join(', ');
  if (typeof value === 'object') {
    const entries = Object.entries(value);
    return entries.length === 0 ? '-' : entries.map(([key, each]) => `${key} ${valueText(each)}`).join(', ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
