import { describe, expect, test } from 'vitest';
import type { OutboxItem, TimelineEntry } from '../../../main/contract/types.ts';
import { timelineEntries } from '../../../renderer/records/timeline-entries.ts';
import type { TimelineFacts } from '../../../renderer/records/timeline-facts.ts';
import { movedSentence, noteSentences } from '../../../renderer/sync/note-sentence.ts';
import { createWords } from '../../../renderer/words/create-words.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const at = (clock: string): number => Date.parse(`2026-05-04T${clock}:00Z`);
const person = (id: string): string => (id === 'me' ? 'You' : 'Erik Dahl');

const facts: TimelineFacts = {
  words,
  nowMs: at('12:00'),
  person,
  record: () => undefined,
  stage: () => undefined,
  myId: 'me',
  ownId: 'c',
  mergeOf: () => undefined,
};

const others = [{ group: 'phone', by: 'erik', atMs: at('10:12') }];

function entry(fields: object): TimelineEntry {
  const row = { id: 'h', actorId: 'me', atMs: at('10:20'), pending: null, serverSeq: 5, mutationId: 'm', ...fields };
  return { kind: 'history', id: 'h', atMs: at('10:20'), row } as unknown as TimelineEntry;
}

const names = { record: (id: string) => (id === 'c' ? 'Ana Solheim' : undefined), person, stage: () => undefined };
const context = { words, nowMs: facts.nowMs, names: { ...names, currency: 'EUR' } };

describe('a merge in words', () => {
  test('the timeline says who changed what and when, and shows both sides', () => {
    const beside = { outcome: 'beside', rule: null, mine: null, theirs: { phone: { phone: '9' } }, others };
    const changed = { action: 'changed', group: 'jobTitle', before: { jobTitle: null }, after: { jobTitle: 'Buyer' } };
    expect(timelineEntries([entry({ ...changed, merge: beside })], facts)).toMatchObject([
      {
        kind: 'merged',
        sentence: 'You changed Role at 10:20, Erik Dahl changed Phone at 10:12. Both were kept.',
        mine: { who: 'You, 10:20', fields: [{ label: 'Role', after: 'Buyer' }] },
        theirs: { who: 'Erik Dahl, 10:12', fields: [{ label: 'Phone', after: '9' }] },
        canUndo: false,
      },
    ]);
  });

  test('of a value that lost, the timeline shows what was replaced', () => {
    const merge = { outcome: 'theirs-wins', rule: 'latest', mine: { phone: '1' }, theirs: { phone: '2' }, others };
    const lost = { action: 'overruled', group: 'phone', before: { phone: '1' }, after: { phone: '2' }, merge };
    expect(timelineEntries([entry(lost)], facts)).toMatchObject([
      {
        sentence:
          'You changed Phone at 10:20, Erik Dahl changed Phone at 10:12. The later value stands, the other one is kept here.',
        mine: { fields: [{ after: '1' }] },
        theirs: { fields: [{ after: '2' }] },
      },
    ]);
  });

  test('the sync centre says the same of a sent change, and what it hangs on', () => {
    const note = { kind: 'contact', id: 'c', group: 'phone', rule: null, mine: {}, theirs: { phone: '9' } } as const;
    const met = { ...note, outcome: 'beside', by: 'erik', atMs: at('10:12') } as const;
    const item = {
      wallMs: at('10:20'),
      differences: [{ kind: 'contact', id: 'c', field: 'jobTitle', before: null, after: 'Buyer' }],
      notes: [met, { ...met, group: '*', outcome: 'on-deleted' }],
    } as unknown as OutboxItem;
    expect(noteSentences(item, context)).toEqual([
      'Merged automatically. You changed Job title at 10:20, Erik Dahl changed Phone at 10:12. Both were kept.',
      'Ana Solheim was deleted by Erik Dahl before this arrived. It is kept, and shown again when that comes back.',
    ]);
  });

  test('a deletion that waits names what changed', () => {
    const conflict = { kind: 'contact', id: 'c', group: '*', seen: null, mine: null, theirs: null } as const;
    expect(movedSentence({ ...conflict, by: 'erik', atMs: 1, changed: others }, context)).toBe(
      'Erik Dahl changed Phone at 10:12, after you had seen it last. Only this deletion waits.',
    );
  });
});
