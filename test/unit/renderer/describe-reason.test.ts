import { describe, expect, test } from 'vitest';
import type { OutboxItem, OutboxReason } from '../../../main/contract/types.ts';
import { describeReason } from '../../../renderer/sync/describe-reason.ts';
import type { ShowContext } from '../../../renderer/sync/show-value.ts';
import { createWords } from '../../../renderer/words/create-words.ts';

const context: ShowContext = {
  words: createWords(),
  nowMs: 0,
  names: { record: () => undefined, person: () => 'Erik', stage: () => undefined, currency: 'EUR' } as never,
};

const item = (change: Partial<OutboxItem>): OutboxItem => ({
  mutationId: '1',
  ordinal: 1,
  name: 'contacts.create',
  args: {},
  state: 'held',
  isLive: true,
  isHeldByUser: false,
  words: { key: 'contact.created', values: {} },
  differences: [],
  records: [],
  reason: null,
  after: [],
  pass: { mode: 'draft', entries: [] },
  serverPass: null,
  wallMs: 0,
  sentAtMs: null,
  decidedAtMs: null,
  attempts: 0,
  serverSeq: null,
  notes: [],
  deletedParent: null,
  localSeq: 1,
  ...change,
});

const refused = (code: OutboxReason['code']): string =>
  describeReason(item({ state: 'parked', reason: { code, message: '' } }), context);

describe('why a draft waits', () => {
  test('held by the user, it waits for him', () => {
    const reason = { code: 'HELD_BY_USER', message: '' } as const;
    expect(describeReason(item({ isHeldByUser: true, reason }), context)).toMatch(/^Held by you/);
  });

  test('after too long an absence it says so, though nobody but the program held it', () => {
    const reason = { code: 'CURSOR_EXPIRED', message: '' } as const;
    expect(describeReason(item({ isHeldByUser: true, reason }), context)).toMatch(/away so long/);
  });

  test('one that was behind a draft that is gone builds on nothing any more', () => {
    const reason = { code: 'BEHIND_DRAFT', message: '', by: '2' } as const;
    expect(describeReason(item({ reason, after: ['2'] }), context)).toMatch(/builds on a draft/);
    expect(describeReason(item({ reason }), context)).not.toMatch(/builds on a draft/);
  });

  test('one that waits for a check builds on no draft because it comes after a change that waits to be sent', () => {
    const reason = { code: 'NEEDS_LIVE_CHECK', message: '' } as const;
    expect(describeReason(item({ reason, after: ['2'] }), context)).toMatch(/permission live/);
  });
});

describe('a refusal says why, and what lets it through', () => {
  test.each([
    ['PERMISSION_DENIED', /your role does not allow this.*administrator/],
    ['INSUFFICIENT_CREDITS', /not enough credits.*once your organisation has credits/],
    ['LIMIT_EXCEEDED', /limit of your plan.*raised/],
    ['EMAIL_TAKEN', /another contact has this e-mail address.*merge/],
    ['FEATURE_OFF', /switched this part off.*switched it on/],
  ] as const)('%s', (code, words) => {
    expect(refused(code)).toMatch(words);
  });
});
