/** Thirty minutes of writing after the last live validation, unless the tenant sets less (seed: "Offline Capability"). */
export const DEFAULT_WINDOW_MS = 30 * 60_000;

/** Adjustments of a clock that nobody made: a network time service steps by less than this. */
const CLOCK_TOLERANCE_MS = 2_000;

/** What is kept on disk about the window. Nothing in it can make the window longer. */
export interface WindowStamp {
  readonly validatedAtWallMs: number;
  /** Time that had passed since then when this was stored. */
  readonly elapsedMs: number;
  /** The highest wall time ever seen; a clock below it was set back. */
  readonly highestWallMs: number;
}

export interface Reading {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** The window of a running program: the stamp as it was loaded or made, and the reading of both clocks at that moment. */
export interface OfflineWindow {
  readonly stamp: WindowStamp | null;
  readonly loadedAt: Reading;
  /** The clock stood below the highest time seen at start: over until a live validation. */
  readonly isClockSetBack: boolean;
}

/** After a start. Without a stamp there never was a live validation, so there is no window. */
export function loadWindow(stamp: WindowStamp | null, now: Reading): OfflineWindow {
  const isClockSetBack = stamp !== null && now.wallMs < stamp.highestWallMs - CLOCK_TOLERANCE_MS;
  return { stamp, loadedAt: now, isClockSetBack };
}

/** After a live validation the window is full, and the clock as it stands is trusted: whatever it said before is over. */
export function renewWindow(now: Reading): OfflineWindow {
  return {
    stamp: { validatedAtWallMs: now.wallMs, elapsedMs: 0, highestWallMs: now.wallMs },
    loadedAt: now,
    isClockSetBack: false,
  };
}

/** Keeps what both clocks have shown up to now, so that setting one back afterwards takes nothing from it. */
export function noteTime(window: OfflineWindow, now: Reading): OfflineWindow {
  const stamp = stampOf(window, now);
  return stamp === null ? window : { ...window, stamp, loadedAt: now };
}

/** The larger of wall and monotonic time since the validation, plus what earlier runs stored: no clock makes it less. */
export function elapsedMs({ stamp, loadedAt }: OfflineWindow, now: Reading): number {
  if (stamp === null) return Number.POSITIVE_INFINITY;
  const byWall = now.wallMs - stamp.validatedAtWallMs;
  const byMonotonic = stamp.elapsedMs + (now.monotonicMs - loadedAt.monotonicMs);
  return Math.max(0, byWall, byMonotonic);
}

/** Milliseconds of writing left; 0 when over. */
export function windowLeftMs(window: OfflineWindow, now: Reading, lengthMs: number): number {
  return window.isClockSetBack ? 0 : Math.max(0, lengthMs - elapsedMs(window, now));
}

/** What to store now. */
export function stampOf(window: OfflineWindow, now: Reading): WindowStamp | null {
  const { stamp } = window;
  if (stamp === null) return null;
  return {
    validatedAtWallMs: stamp.validatedAtWallMs,
    elapsedMs: elapsedMs(window, now),
    highestWallMs: Math.max(stamp.highestWallMs, now.wallMs),
  };
}

/** How the end of the window announces itself: at five minutes, at one, and when it is over. */
export type WindowStage = 'running' | 'ending' | 'last-minute' | 'over';

const ENDING_MS = 5 * 60_000;
const LAST_MINUTE_MS = 60_000;

export function windowStage(leftMs: number): WindowStage {
  if (leftMs <= 0) return 'over';
  if (leftMs <= LAST_MINUTE_MS) return 'last-minute';
  return leftMs <= ENDING_MS ? 'ending' : 'running';
}

/** Milliseconds until the next stage begins; only asked while something is left. */
export function nextStageInMs(leftMs: number): number {
  const next = [ENDING_MS, LAST_MINUTE_MS].find((atMs) => leftMs > atMs) ?? 0;
  return leftMs - next;
}
