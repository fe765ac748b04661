/**
 * A hybrid logical clock reading as sortable text: 15 digits of epoch milliseconds, `-`, 5 digits of counter.
 * Text order is time order, so it compares the same in JavaScript and in both databases.
 */
export type Hlc = string;

const HLC = /^\d{15}-\d{5}$/;
const MAX_COUNTER = 99_999;

export const isHlc = (text: string): boolean => HLC.test(text);

const format = (ms: number, counter: number): Hlc =>
  `${String(Math.max(0, Math.floor(ms))).padStart(15, '0')}-${String(counter).padStart(5, '0')}`;

/** Milliseconds of a reading. */
export const hlcMs = (hlc: Hlc): number => Number(hlc.slice(0, 15));

/** The next reading after `last`: never lower than `last`, whatever the wall clock did. */
export function nextHlc(last: Hlc | null, wallMs: number): Hlc {
  if (last === null || wallMs > hlcMs(last)) return format(wallMs, 0);
  const counter = Number(last.slice(16)) + 1;
  return counter > MAX_COUNTER ? format(hlcMs(last) + 1, 0) : format(hlcMs(last), counter);
}

/** A client whose clock runs ahead must not win every tie for ever: its reading is cut to the time of receipt. */
export function clampHlc(hlc: Hlc, receivedAtMs: number): Hlc {
  return hlcMs(hlc) > receivedAtMs ? format(receivedAtMs, Number(hlc.slice(16))) : hlc;
}

/** Order of two writes: by reading, ties by mutation id; the same from both sides. */
export function compareWrites(
  a: { readonly hlc: Hlc; readonly mutationId: string },
  b: { readonly hlc: Hlc; readonly mutationId: string },
): number {
  if (a.hlc !== b.hlc) return a.hlc < b.hlc ? -1 : 1;
  if (a.mutationId === b.mutationId) return 0;
  return a.mutationId < b.mutationId ? -1 : 1;
}
