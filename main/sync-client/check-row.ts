import { z } from 'zod';
import { timeMs } from '../../sync/model/kinds/field-types.ts';
import { KIND_NAMES, KINDS, type Kind } from '../../sync/model/kinds/all-kinds.ts';
import { isDeeperThan, MAX_JSON_DEPTH } from '../../sync/protocol/is-deeper-than.ts';
import type { WireRow } from '../../sync/protocol/wire-row.ts';

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
  if (BODIES.get(kind)?.safeParse(body).success !== true || isDeeperThan(body, MAX_JSON_DEPTH)) return false;
  return charsOf(body, MAX_BODY_CHARS) <= MAX_BODY_CHARS;
}

/** Text in a value and the number of its entries, counted until it is more than enough. */
function charsOf(value: unknown, enough: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let chars = 0;
  for (const key in value) {
    chars += key.length + charsOf((value as Readonly<Record<string, unknown>>)[key], enough);
    if (chars > enough) return chars;
  }
  return chars;
}
