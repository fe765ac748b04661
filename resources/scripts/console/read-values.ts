import { z } from 'zod';
import { ConsoleMistake } from './console-context.ts';

/** `key=value` words, in their order. @throws ConsoleMistake */
export function readPairs(words: readonly string[]): ReadonlyMap<string, string> {
  const pairs = words.map((word): [string, string] => {
    const at = word.indexOf('=');
    if (at < 1)
      throw new ConsoleMistake(`"${word}" is not of the form field=value; put quotes around values with spaces.`);
    return [word.slice(0, at), word.slice(at + 1)];
  });
  return new Map(pairs);
}

/**
 * Text as a value that the schema takes: as it is, else as a number, yes or no, a point in time, JSON, or a list with
 * commas. Nothing (`email=`) is null where that is possible.
 * @throws ConsoleMistake with the schema's complaint
 */
export function readValue(field: string, schema: z.ZodType, text: string): unknown {
  for (const candidate of candidates(text)) {
    const parsed = schema.safeParse(candidate);
    if (parsed.success) return candidate;
  }
  const { error } = schema.safeParse(text);
  throw new ConsoleMistake(`"${text}" cannot be ${field}: ${error?.issues[0]?.message ?? 'not possible'}.`);
}

function* candidates(text: string): Generator<unknown> {
  if (text === '' || text === 'null') yield null;
  yield text;
  if (text.trim() !== '' && Number.isFinite(Number(text))) yield Number(text);
  if (/^(true|yes)$/i.test(text)) yield true;
  if (/^(false|no)$/i.test(text)) yield false;
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text))) yield Date.parse(text);
  const json = parseJson(text);
  if (json !== undefined) yield json;
  yield text === '' ? [] : text.split(',').map((part) => part.trim());
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Plain text is no JSON; that is no mistake.
    return undefined;
  }
}

/** The fields of an object schema, whatever it is refined with. */
export const shapeOf = (schema: unknown): Readonly<Record<string, z.ZodType>> =>
  schema instanceof z.ZodObject ? (schema.shape as Readonly<Record<string, z.ZodType>>) : {};
