import { z } from 'zod';
import { timeMs } from '../../sync/model/kinds/field-types.ts';
import { KIND_NAMES, KINDS, type Kind } from '../../sync/model/kinds/all-kinds.ts';
import { MAX_JSON_DEPTH } from '../../sync/protocol/is-deeper-than.ts';
import { WireRow } from '../../sync/protocol/wire-row.ts';

/** Longest body of a row; 200 custom fields of the longest text are the most that the model allows. */
const MAX_BODY_CHARS = 5_000_000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const FRAMEWORK = { createdBy: z.string().max(40), createdAtMs: timeMs, updatedAtMs: timeMs };

const BODIES = new Map<Kind, z.ZodType>(KIND_NAMES.map((kind) => [kind, KINDS[kind].fields.extend(FRAMEWORK)]));

/**
 * Whether a row of the server may be stored: every field that this build knows fits its kind. Fields that it does not
 * know are a newer server's and are kept, as long as they are of a size.
 */
export function isGoodRow(kind: Kind, [, id, , orgId, , body]: WireRow): boolean {
  if (!UUID.test(id) || (orgId !== null && !UUID.test(orgId))) return false;
  if (body === null) return true;
  return BODIES.get(kind)?.safeParse(body).success === true && charsOf(body, MAX_JSON_DEPTH) <= MAX_BODY_CHARS;
}

/** Text in a value and the number of its entries; Infinity where that is too much, or nested in too many levels. */
function charsOf(value: unknown, levels: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  if (levels === 0) return Infinity;
  let chars = 0;
  for (const key in value) {
    chars += key.length + charsOf((value as Readonly<Record<string, unknown>>)[key], levels - 1);
    if (chars > MAX_BODY_CHARS) return Infinity;
  }
  return chars;
}

/** What was sent as a row, if it is one; told without a copy of every body where it fits as it is. */
export const wireRowOf = (sent: unknown): WireRow | undefined =>
  isWireRow(sent) ? sent : WireRow.safeParse(sent).data;

function isWireRow(sent: unknown): sent is WireRow {
  if (!Array.isArray(sent) || sent.length !== 6) return false;
  const [kind, id, seq, orgId, isDeleted, body] = sent as readonly unknown[];
  return (
    isShort(kind) &&
    isShort(id) &&
    Number.isSafeInteger(seq) &&
    (seq as number) > 0 &&
    (orgId === null || isShort(orgId)) &&
    (isDeleted === 0 || isDeleted === 1) &&
    (body === null || (typeof body === 'object' && !Array.isArray(body) && !Object.hasOwn(body, '__proto__')))
  );
}

const isShort = (value: unknown): boolean => typeof value === 'string' && value.length <= 40;

/** `kind:id` of what was sent as a row, where it says so much. */
export function nameOfRow(sent: unknown): string | undefined {
  const [kind, id] = Array.isArray(sent) ? (sent as readonly unknown[]) : [];
  return typeof kind === 'string' && typeof id === 'string' ? `${kind}:${id}`.slice(0, 90) : undefined;
}
