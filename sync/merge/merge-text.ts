import { diffIndices } from 'node-diff3';

/**
 * Coarse to fine: lines, then sentences of the lines that both changed. Nothing finer: words of one sentence taken from
 * two people can say what neither meant. What stands between the pieces is a piece of its own.
 */
const SPLITS: readonly RegExp[] = [/(\n+)/, /((?<=[.!?])\s+)/];

/**
 * Rule `text`: what each side changed is in. Where both changed the same place, both versions stand one after the other,
 * in the order of their text: the same whichever side is called mine, and without marks in what people wrote. Nothing
 * that was typed is lost; who deletes what the other one changes does not get through.
 */
export function mergeText(base: string, mine: string, theirs: string): string {
  return mergeAt(0, base, mine, theirs);
}

function mergeAt(level: number, base: string, mine: string, theirs: string): string {
  if (mine === theirs || theirs === base) return mine;
  if (mine === base) return theirs;
  const split = SPLITS[level];
  if (split === undefined) return keepBoth(mine, theirs);
  const [o, a, b] = [piecesOf(base, split), piecesOf(mine, split), piecesOf(theirs, split)];
  if (isTooMuch(o, a) || isTooMuch(o, b)) return keepBoth(mine, theirs);
  const [ofMine, ofTheirs] = [changesOf(o, a), changesOf(o, b)];
  const merged: string[] = [];
  let at = 0;
  for (const { start, end } of placesOf([...ofMine, ...ofTheirs])) {
    const place = { start, end };
    merged.push(
      ...o.slice(at, start),
      mergePlace(level, o.slice(start, end), textOf(o, ofMine, place), textOf(o, ofTheirs, place)),
    );
    at = end;
  }
  return [...merged, ...o.slice(at)].join('');
}

function mergePlace(level: number, base: Pieces, mine: Pieces, theirs: Pieces): string {
  const [o, a, b] = [base.join(''), mine.join(''), theirs.join('')];
  if (a === o || b === o) return a === o ? b : a;
  return sideWithAll(base, mine, theirs)?.join('') ?? mergeAt(level + 1, o, a, b);
}

type Pieces = readonly string[];

const piecesOf = (text: string, split: RegExp): Pieces => text.split(split).filter((piece) => piece !== '');

/** Pieces of the base from `start` to before `end`; empty where something was only added. */
interface Place {
  readonly start: number;
  readonly end: number;
}

interface TextChange extends Place {
  readonly pieces: Pieces;
}

const changesOf = (base: Pieces, side: Pieces): readonly TextChange[] =>
  diffIndices([...base], [...side]).map(({ buffer1: [start, length], buffer2Content: pieces }) => ({
    start,
    end: start + length,
    pieces,
  }));

/**
 * Where something changed, in order. Changes that share a piece are one place, and so are two additions at one point;
 * those that only touch are two, so that who writes on at the end does not meet who changed the last line.
 */
function placesOf(changes: readonly TextChange[]): readonly Place[] {
  const places: Place[] = [];
  for (const { start, end } of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = places.at(-1);
    const isSamePoint = last !== undefined && last.start === start && last.end === end;
    if (last === undefined || (start >= last.end && !isSamePoint)) places.push({ start, end });
    else places[places.length - 1] = { start: last.start, end: Math.max(last.end, end) };
  }
  return places;
}

/** What one side has at a place; what it added at the edge is a place of its own. */
function textOf(base: Pieces, changes: readonly TextChange[], { start, end }: Place): Pieces {
  const pieces: string[] = [];
  let at = start;
  for (const change of changes) {
    const isInside = change.start >= start && change.end <= end;
    const isAtEdge = start !== end && change.start === change.end && (change.start === start || change.end === end);
    if (!isInside || isAtEdge) continue;
    pieces.push(...base.slice(at, change.start), ...change.pieces);
    at = change.end;
  }
  return [...pieces, ...base.slice(at, end)];
}

/** The side that has everything the other one typed at this place, if one has: it says what both say. */
function sideWithAll(base: Pieces, a: Pieces, b: Pieces): Pieces | undefined {
  if (isWithin(a, b)) return b;
  if (isWithin(b, a)) return a;
  const [isNothingInA, isNothingInB] = [isWithin(a, base), isWithin(b, base)];
  if (isNothingInA === isNothingInB) return undefined;
  return isNothingInA ? b : a;
}

/** Whether everything of `part` is in `whole` in the same order. */
function isWithin(part: Pieces, whole: Pieces): boolean {
  let at = 0;
  for (const piece of whole) if (piece === part[at]) at += 1;
  return at === part.length;
}

function keepBoth(mine: string, theirs: string): string {
  const [first, second] = mine < theirs ? [mine, theirs] : [theirs, mine];
  const isApart = first === '' || second === '' || /\s$/.test(first) || /^\s/.test(second);
  if (isApart) return first + second;
  return first + (first.includes('\n') || second.includes('\n') ? '\n' : ' ') + second;
}

/**
 * The library compares every pair of equal pieces with every step of the longest run so far. A text of thousands of
 * equal lines would hold the server for seconds; such texts are kept one after the other as they are.
 */
const MAX_STEPS = 20_000_000;

function isTooMuch(base: Pieces, side: Pieces): boolean {
  const counts = new Map<string, number>();
  for (const piece of base) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const pairs = side.reduce((sum, piece) => sum + (counts.get(piece) ?? 0), 0);
  return pairs * Math.min(base.length, side.length) > MAX_STEPS;
}
