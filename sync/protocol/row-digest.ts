/** 64 bits of a row as two halves; sums of them do not depend on the order of the rows. */
export type Digest = readonly [high: number, low: number];

export interface DigestedRow {
  readonly kind: string;
  readonly id: string;
  readonly seq: number;
  readonly orgId: string | null;
  readonly isDeleted: boolean;
  /** All fields of the row, known and unknown; `id`, `orgId` and `isDeleted` in it are passed over. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const FRAMEWORK: ReadonlySet<string> = new Set(['id', 'orgId', 'isDeleted']);

/** Against accidents, not against forgers: whoever can write a row can also write its digest. */
export function digestOf({ kind, id, seq, orgId, isDeleted, fields }: DigestedRow): Digest {
  return hash(`${kind} ${id} ${seq} ${orgId ?? ''} ${isDeleted ? 1 : 0} ${canonicalFields(fields)}`);
}

/**
 * The one text of a row's values on both sides. A field that is null and one that is missing are the same, because a
 * table has a column for every field it knows; order of keys does not count.
 */
export function canonicalFields(fields: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const name of Object.keys(fields).sort()) {
    const value = fields[name];
    if (value !== null && value !== undefined && !FRAMEWORK.has(name)) text += `${name}:${canonical(value)},`;
  }
  return text;
}

function canonical(value: unknown): string {
  // SQLite keeps text as UTF-8, where half a character cannot be said.
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = value as Readonly<Record<string, unknown>>;
  const parts = Object.keys(entries)
    .sort()
    .map((name) => `${JSON.stringify(name.toWellFormed())}:${canonical(entries[name])}`);
  return `{${parts.join(',')}}`;
}

/** Two multiplicative hashes in one pass, mixed at the end as in MurmurHash3; pure, so it runs on both sides. */
function hash(text: string): Digest {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  const mixed = mix(high) ^ mix(low ^ 0x27d4eb2f);
  return [mixed >>> 0, (mix(low) ^ mix(high ^ 0x165667b1)) >>> 0];
}

function mix(half: number): number {
  let bits = Math.imul(half ^ (half >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
