import { v7 as uuidV7 } from 'uuid';
import { MAX_ACCESS_WHAT_CHARS, type AccessEntry } from '../../sync/protocol/access.ts';
import type { ReadNote } from './read-note.ts';

/** So many different records of a topic in one run are no longer looking, but taking. */
export const BULK_ROWS = 500;
/** A run of reads ends after so long without a new one. */
export const QUIET_MS = 60_000;
/** And at the latest after so long, so that its line gets to the server. */
const LONGEST_RUN_MS = 10 * 60_000;
/** Letters that come within this time belong to the same search. */
export const TYPING_MS = 10_000;
/** The same search again within this time is no new one: an open list repeats itself with every change. */
const SAME_SEARCH_MS = 10 * 60_000;
/** Kept in mind of each; a forgotten one is noted twice at most. */
const MAX_KEPT = 10_000;

/** Both times of one moment; durations go by the one that nobody can set. */
export interface Moment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

export interface FoldedReads {
  /** The line that a read begins or makes longer; none for what is neither a search nor much. */
  add(note: ReadNote, now: Moment): readonly AccessEntry[];
  /** Whether a line may still change. */
  isOpen(id: string, monotonicMs: number): boolean;
}

interface Run {
  readonly entry: Omit<AccessEntry, 'rows'>;
  readonly startedMs: number;
  readonly seen: Set<string>;
  rows: number;
  lastMs: number;
}

interface Search {
  readonly entry: AccessEntry;
  readonly lastMs: number;
}

/**
 * Single reads in, lines of the access log out: a search is one line, not one a letter, and much is one line with its
 * number of records, whether it came in one answer or in a hundred.
 * @param isSearchNoted of the user who reads; searches of others are their daily work
 */
export function foldReads(isSearchNoted: () => boolean): FoldedReads {
  const runs = new Map<string, Run>();
  const searches = new Map<string, Search>();
  const recent = new Map<string, number>();

  function startRun({ topic, kinds }: ReadNote, { wallMs: atMs, monotonicMs }: Moment): Run {
    const why = topic.startsWith('live.') ? 'window' : 'list';
    const entry = { id: uuidV7({ msecs: atMs }), action: 'bulk-read', what: '', why, kinds: [...kinds], atMs };
    return { entry, startedMs: monotonicMs, seen: new Set(), rows: 0, lastMs: monotonicMs };
  }

  function bulk(note: ReadNote, now: Moment): AccessEntry | null {
    const known = runs.get(note.topic);
    const run = known === undefined || isRunOver(known, now.monotonicMs) ? startRun(note, now) : known;
    runs.set(note.topic, run);
    if (note.rows === 0 || run.seen.has(note.key)) return null;
    if (run.seen.size < MAX_KEPT) run.seen.add(note.key);
    run.rows += note.rows;
    run.lastMs = now.monotonicMs;
    return run.rows < BULK_ROWS ? null : { ...run.entry, rows: run.rows };
  }

  function isRecent(name: string, monotonicMs: number): boolean {
    const lastMs = recent.get(name);
    if (recent.size >= MAX_KEPT) recent.clear();
    recent.set(name, monotonicMs);
    return lastMs !== undefined && monotonicMs - lastMs < SAME_SEARCH_MS;
  }

  function search({ topic, kinds, rows }: ReadNote, text: string, now: Moment): AccessEntry | null {
    const { wallMs: atMs, monotonicMs: lastMs } = now;
    const last = searches.get(topic);
    const isTyping = last !== undefined && lastMs - last.lastMs < TYPING_MS;
    if (isTyping && last.entry.what !== text && last.entry.what.startsWith(text)) {
      searches.set(topic, { ...last, lastMs });
      return null;
    }
    if (isRecent(`${topic}:${text}`, lastMs)) return null;
    const isLonger = isTyping && text.startsWith(last.entry.what);
    const entry = isLonger
      ? { ...last.entry, what: text, rows }
      : { id: uuidV7({ msecs: atMs }), action: 'search', what: text, why: 'search', kinds: [...kinds], rows, atMs };
    searches.set(topic, { entry, lastMs });
    return entry;
  }

  return {
    add(note, now) {
      const text = note.text?.slice(0, MAX_ACCESS_WHAT_CHARS) ?? null;
      const found = text === null || !isSearchNoted() ? null : search(note, text, now);
      return [found, bulk(note, now)].filter((entry) => entry !== null);
    },
    isOpen(id, monotonicMs) {
      const isTyped = [...searches.values()].some(
        ({ entry, lastMs }) => entry.id === id && monotonicMs - lastMs < TYPING_MS,
      );
      return isTyped || [...runs.values()].some((run) => run.entry.id === id && !isRunOver(run, monotonicMs));
    },
  };
}

const isRunOver = ({ startedMs, lastMs }: Run, monotonicMs: number): boolean =>
  monotonicMs - lastMs >= QUIET_MS || monotonicMs - startedMs >= LONGEST_RUN_MS;
