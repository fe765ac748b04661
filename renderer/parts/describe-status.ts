import type { Words } from '../words/create-words.ts';
import type { DotLook } from './dot.tsx';
import { LAST_MINUTES_MS, type StatusLineState } from './status-line-state.ts';

export interface StatusSegment {
  readonly text: string;
  /** Follows the text in lighter type. */
  readonly after?: string;
  readonly isStrong?: boolean;
  readonly flag?: 'needs-you';
  readonly meter?: {
    readonly value: number;
    readonly max: number;
    readonly tone: 'wait' | 'accent';
    readonly valueText: string;
  };
}

export interface StatusLook {
  readonly dot: DotLook;
  readonly isTinted: boolean;
  readonly head: string;
  readonly segments: readonly StatusSegment[];
  readonly end?: string;
}

type Kind<K extends StatusLineState['kind']> = Extract<StatusLineState, { readonly kind: K }>;
type Running = Extract<StatusLineState, { readonly windowLeftMs: number }>;

const TWO_MINUTES_MS = 120_000;

/** By the minute, and by 10 s in the last two. */
function timeLeft(leftMs: number, { say, minutesLeft }: Words): string {
  if (leftMs >= TWO_MINUTES_MS) return minutesLeft(leftMs);
  const seconds = Math.max(0, Math.ceil(leftMs / 10_000) * 10);
  if (seconds < 60) return say('time.seconds', { count: seconds });
  const rest = seconds % 60;
  return rest === 0
    ? say('time.minutes', { count: seconds / 60 })
    : say('time.minutesSeconds', { minutes: Math.floor(seconds / 60), seconds: rest });
}

function needsYou(count: number, { say }: Words): readonly StatusSegment[] {
  return count === 0 ? [] : [{ text: say('status.needsYou', { count }), flag: 'needs-you' }];
}

function windowSegment(state: Running, words: Words): StatusSegment {
  const { say } = words;
  const time = timeLeft(state.windowLeftMs, words);
  const whole = words.minutesLeft(state.windowMs);
  const meter = {
    value: state.windowLeftMs,
    max: state.windowMs,
    tone: 'wait',
    valueText: say('status.meter', { time, whole }),
  } as const;
  const text = say('status.writingLeft', { time });
  const isLast = state.windowLeftMs <= LAST_MINUTES_MS;
  return isLast ? { text, isStrong: true, after: say('status.thenReading'), meter } : { text, meter };
}

/** Changes that wait here; without any, that all were sent, unless a draft still waits. */
function safe({ safeCount, draftCount }: Running, { say }: Words): readonly StatusSegment[] {
  if (safeCount > 0) return [{ text: say('status.safeHere', { count: safeCount }) }];
  return draftCount > 0 ? [] : [{ text: say('status.everythingSent') }];
}

function running(state: Running, words: Words): readonly StatusSegment[] {
  const { say } = words;
  const drafts = state.draftCount === 0 ? [] : [{ text: say('status.draftsWait', { count: state.draftCount }) }];
  return [...safe(state, words), windowSegment(state, words), ...drafts];
}

const HEADS = {
  'wrapper-away': { now: 'status.wrapperAwayNow', since: 'status.wrapperAway' },
  'server-away': { now: 'status.serverAwayNow', since: 'status.serverAway' },
  offline: { now: 'status.offlineNow', since: 'status.offline' },
} as const;

const MINUTE_MS = 60_000;

/** Who is away, and from a minute on for how long. */
function awayHead(kind: keyof typeof HEADS, awayMs: number, { say, age }: Words): string {
  const { now, since } = HEADS[kind];
  return awayMs < MINUTE_MS ? say(now) : say(since, { time: age(awayMs) });
}

function describeRunning(state: Running, words: Words): StatusLook {
  const { say, clock } = words;
  return {
    dot: state.kind === 'offline' ? 'wait' : 'wait-half',
    isTinted: state.windowLeftMs <= LAST_MINUTES_MS,
    head: awayHead(state.kind, state.awayMs, words),
    segments: running(state, words),
    end: say(state.kind === 'wrapper-away' ? 'status.upToDate' : 'status.asOf', { clock: clock(state.recordsAtMs) }),
  };
}

function safeWhileReading({ safeCount, draftCount }: Kind<'read-only'>, { say }: Words): string {
  if (safeCount + draftCount === 0) return say('status.everythingSent');
  if (draftCount === 0) return say('status.safeHere', { count: safeCount });
  const drafts = say('status.drafts', { count: draftCount });
  if (safeCount === 0) return say('status.draftsSafeHere', { drafts });
  return say('status.changesAndDrafts', { changes: say('status.changes', { count: safeCount }), drafts });
}

function describeReadOnly(state: Kind<'read-only'>, words: Words): StatusLook {
  const { say, clock } = words;
  return {
    dot: 'wait-ring',
    isTinted: true,
    head: awayHead('offline', state.awayMs, words),
    segments: [{ text: say('status.readingAndDrafts') }, { text: safeWhileReading(state, words) }],
    end: say('status.asOf', { clock: clock(state.recordsAtMs) }),
  };
}

function describeFirstSync(state: Kind<'first-sync'>, words: Words): StatusLook {
  const { say, percent, minutesLeft } = words;
  const text = say('status.rows', { done: state.rowsDone, total: state.rowsTotal });
  const meter = { value: state.rowsDone, max: state.rowsTotal, tone: 'accent', valueText: text } as const;
  const left =
    state.leftMs === undefined ? [] : [{ text: say('status.aboutLeft', { time: minutesLeft(state.leftMs) }) }];
  return {
    dot: 'good',
    isTinted: false,
    head: say('status.firstSync', { percent: percent(state.rowsTotal === 0 ? 0 : state.rowsDone / state.rowsTotal) }),
    segments: [{ text, meter }, ...left, { text: say('status.workNow') }],
    end: say('status.arriving'),
  };
}

/** Drafts that wait for a word of the user are not on their way: they are counted apart. */
function toSend({ toSendCount, reviewCount }: Kind<'online'>, { say }: Words): readonly StatusSegment[] {
  const drafts = reviewCount === 0 ? [] : [{ text: say('status.draftsWaitForYou', { count: reviewCount }) }];
  if (toSendCount > 0) return [{ text: say('status.toSend', { count: toSendCount }) }, ...drafts];
  return reviewCount === 0 ? [{ text: say('status.everythingSent') }] : drafts;
}

function describeOnline(state: Kind<'online'> | Kind<'online-again'>, words: Words): StatusLook {
  const { say, clock } = words;
  const { recordsAtMs } = state;
  const plain = {
    dot: 'good',
    isTinted: false,
    end: recordsAtMs === null ? say('status.arriving') : say('status.upToDate', { clock: clock(recordsAtMs) }),
  } as const;
  if (state.kind === 'online-again') {
    const sending = { text: say('status.sending', { done: state.sentCount, total: state.totalCount }) };
    return { ...plain, head: say('status.onlineAgain'), segments: [sending, ...needsYou(state.needsYouCount, words)] };
  }
  const segments = [...toSend(state, words), ...needsYou(state.needsYouCount, words)];
  return { ...plain, head: say('status.online'), segments };
}

const RECORDS = { 'not-open': 'status.notOpen', locked: 'status.locked', 'taken-off': 'status.takenOff' } as const;

function describeSignedOut({ records, appVersion }: Kind<'signed-out'>, { say }: Words): StatusLook {
  return {
    dot: 'neutral',
    isTinted: false,
    head: say('status.signedOut'),
    segments: [{ text: say(RECORDS[records]) }],
    ...(appVersion === undefined ? {} : { end: say('status.version', { version: appVersion }) }),
  };
}

/** The words and signs for a state, without any markup. */
export function describeStatus(state: StatusLineState, words: Words): StatusLook {
  switch (state.kind) {
    case 'online':
    case 'online-again':
      return describeOnline(state, words);
    case 'wrapper-away':
    case 'server-away':
    case 'offline':
      return describeRunning(state, words);
    case 'read-only':
      return describeReadOnly(state, words);
    case 'first-sync':
      return describeFirstSync(state, words);
    case 'signed-out':
      return describeSignedOut(state, words);
  }
}
