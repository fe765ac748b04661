import { z } from 'zod';

/** Lengths keep one row below the page of any database and a form usable; a note is the long text of a CRM. */
export const MAX_LINE_CHARS = 255;
export const MAX_TEXT_CHARS = 20_000;

export const line = z.string().max(MAX_LINE_CHARS);
export const text = z.string().max(MAX_TEXT_CHARS);
/** UTC epoch milliseconds; the upper bound is the year 9999. */
export const timeMs = z.int().min(0).max(253_402_300_799_999);
/** A calendar day without a time zone. */
export const calendarDay = z.iso.date();
export const currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code');
/** Minor units (cents); the bound keeps sums over 100,000 deals inside 2^53. */
export const moneyMinor = z.int().min(-10_000_000_000).max(10_000_000_000);
export const tags = z.array(z.string().trim().min(1).max(60)).max(50);
/** E-mails and phones beside the first one, with the label people gave them. */
export const labelled = z.array(z.object({ label: line, value: line })).max(20);

const customValue = z.union([text, z.number(), z.boolean(), z.array(line).max(50), z.null()]);
/** By field key; keys are made by definitions and never reach an object's prototype. */
export const customFields = z
  .record(z.string().regex(/^(?!__proto__$|constructor$|prototype$)[a-zA-Z][a-zA-Z0-9_]{0,59}$/), customValue)
  .refine((fields) => Object.keys(fields).length <= 200, 'at most 200 custom fields');
