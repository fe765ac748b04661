import { expect, test } from 'vitest';
import type { SyncStatus } from '../../../main/contract/types.ts';
import { type StatusInput, statusLineOf } from '../../../renderer/app/status-line-of.ts';
import { describeStatus } from '../../../renderer/parts/describe-status.ts';
import { createWords } from '../../../renderer/words/create-words.ts';

const MINUTE_MS = 60_000;
const ENGINE_NOW_MS = Date.UTC(2026, 5, 10, 12);
/** The window's clock stands elsewhere: what it measures is only how long ago it was told. */
const TOLD_AT_MS = 5000;

const status = (change: Partial<SyncStatus>): SyncStatus => ({
  connection: 'offline',
  nowMs: ENGINE_NOW_MS,
  isWorkingOffline: false,
  sinceMs: ENGINE_NOW_MS - 12 * MINUTE_MS,
  windowLeftMs: 18 * MINUTE_MS,
  windowMs: 30 * MINUTE_MS,
  windowStage: 'running',
  counts: { queued: 2, sending: 0, held: 1, parked: 0, discarded: 0, acknowledged: 0 },
  onDeletedCount: 0,
  isReviewingDrafts: false,
  upToDateAtMs: ENGINE_NOW_MS - 15 * MINUTE_MS,
  seq: 1,
  head: 1,
  isFirstSync: false,
  progress: null,
  lastError: null,
  recovery: null,
  serverTimeMs: null,
  heldDeletions: null,
  quarantined: [],
  skippedKinds: [],
  agreement: { checkedAtMs: null, found: null },
  ...change,
});

const lineAt = (agoMs: number, change: Partial<SyncStatus> = {}, rest: Partial<StatusInput> = {}) =>
  statusLineOf({
    sync: status(change),
    endReason: 'by-user',
    keptCount: 0,
    toldAtMs: TOLD_AT_MS,
    nowMs: TOLD_AT_MS + agoMs,
    drain: null,
    rowsPerMs: null,
    ...rest,
  });

test.each([0, 1, 5])('away and writing left are counted by the engine, %i min after it told', (min) => {
  expect(lineAt(min * MINUTE_MS)).toEqual({
    kind: 'offline',
    awayMs: (12 + min) * MINUTE_MS,
    windowLeftMs: (18 - min) * MINUTE_MS,
    windowMs: 30 * MINUTE_MS,
    safeCount: 2,
    draftCount: 1,
    recordsAtMs: ENGINE_NOW_MS - 15 * MINUTE_MS,
  });
});

test('in reading, away counts from the last contact by the engine’s clock', () => {
  expect(lineAt(MINUTE_MS, { connection: 'read-only', windowLeftMs: 0 })).toMatchObject({ awayMs: 16 * MINUTE_MS });
});

test('a window whose clock was set back does not get longer', () => {
  expect(lineAt(-10 * MINUTE_MS)).toMatchObject({ awayMs: 12 * MINUTE_MS, windowLeftMs: 18 * MINUTE_MS });
});

test('what was added to deleted records needs the user as well as what was refused', () => {
  const counts = { queued: 0, sending: 0, held: 0, parked: 2, discarded: 0, acknowledged: 9 };
  const line = lineAt(0, { connection: 'online', counts, onDeletedCount: 3 });
  expect(line).toMatchObject({ kind: 'online', needsYouCount: 5 });
});

const wordsOf = (change: Partial<SyncStatus>, rest: Partial<StatusInput> = {}): readonly string[] => {
  const { head, segments } = describeStatus(lineAt(0, change, rest), createWords({ locale: 'en-GB' }));
  return [head, ...segments.map(({ text }) => text)];
};

test.each([
  { endReason: 'never', says: 'No records are open on this laptop' },
  { endReason: 'by-user', says: 'Records are locked on this laptop' },
  { endReason: 'expired', says: 'Records are locked on this laptop' },
  { endReason: 'revoked', says: 'Records were taken off this laptop' },
] as const)('signed out ($endReason), the line says what became of the records', ({ endReason, says }) => {
  expect(wordsOf({ connection: 'signed-out' }, { endReason })).toEqual(['Signed out', says]);
});

test.each([
  { name: 'drafts are looked at first', isReviewingDrafts: true, keptCount: 0, says: ['3 drafts wait for your word'] },
  { name: 'each is kept by hand', isReviewingDrafts: false, keptCount: 3, says: ['3 drafts wait for your word'] },
  { name: 'they are being checked', isReviewingDrafts: false, keptCount: 0, says: ['3 changes to send'] },
  {
    name: 'one of them is kept by hand',
    isReviewingDrafts: false,
    keptCount: 1,
    says: ['2 changes to send', '1 draft waits for your word'],
  },
])('online, drafts are not called changes to send unless they are: $name', ({ isReviewingDrafts, keptCount, says }) => {
  const counts = { queued: 0, sending: 0, held: 3, parked: 0, discarded: 0, acknowledged: 0 };
  expect(wordsOf({ connection: 'online', counts, isReviewingDrafts }, { keptCount })).toEqual(['Online', ...says]);
});

const NONE = { queued: 0, sending: 0, held: 0, parked: 0, discarded: 0, acknowledged: 4 };
const LEFT = '18 min of writing left';
const READING = { connection: 'read-only', windowLeftMs: 0 } as const;

test.each([
  { name: 'changes', counts: { queued: 2 }, writing: ['2 changes safe here', LEFT], reading: '2 changes safe here' },
  { name: 'nothing', counts: {}, writing: ['Everything sent', LEFT], reading: 'Everything sent' },
  { name: 'a draft', counts: { held: 1 }, writing: [LEFT, '1 draft waits for a check'], reading: '1 draft safe here' },
  {
    name: 'both',
    counts: { parked: 1, held: 2 },
    writing: ['1 change safe here', LEFT, '2 drafts wait for a check'],
    reading: '1 change and 2 drafts safe here',
  },
])('offline, what waits here is said without counting what is not there: $name', ({ counts, writing, reading }) => {
  expect(wordsOf({ counts: { ...NONE, ...counts } })).toEqual(['Offline 12 min', ...writing]);
  expect(wordsOf({ ...READING, counts: { ...NONE, ...counts } }).slice(1)).toEqual(['Reading and drafts', reading]);
});
