import type { OutboxItem } from '../../main/contract/types.ts';
import { WHOLE_RECORD } from '../../sync/model/field-groups.ts';
import { refusalWord, unblockWord } from './refusal-word.ts';
import { groupText } from './group-text.ts';
import { movedSentence, noteSentences } from './note-sentence.ts';
import type { ShowContext } from './show-value.ts';

const LATER = {
  WRAPPER_UNREACHABLE: 'reason.later.wrapper',
  CHARGE_UNKNOWN: 'reason.later.charge',
  SERVER_BUSY: 'reason.later.busy',
  RATE_LIMITED: 'reason.later.busy',
  TIMEOUT: 'reason.later.busy',
  MUTATION_TOO_NEW: 'reason.later.update',
} as const;
const isLater = (code: string): code is keyof typeof LATER => Object.hasOwn(LATER, code);

/** What the change rests on, from its write pass: evidence for people. */
function allowedBy({ pass }: OutboxItem, { words }: ShowContext): string {
  const permission = pass.entries.find(({ kind, verdict }) => kind === 'permission' && verdict === 'granted');
  if (permission === undefined || permission.fetchedAtMs === null) return '';
  const checked = words.clock(permission.fetchedAtMs);
  if (permission.validUntilMs === null) return words.say('reason.allowedAt', { checked });
  return words.say('reason.allowed', { checked, until: words.clock(permission.validUntilMs) });
}

function waiting(item: OutboxItem, context: ShowContext, { isNext, isSelected }: Place): string {
  const { say } = context.words;
  const code = item.reason?.code;
  if (code !== undefined && isLater(code)) return say(LATER[code]);
  if (item.after.length > 0) return say('reason.after', { count: item.after.length });
  if (item.isLive) return say('reason.checking');
  if (isNext) return [say('reason.next'), allowedBy(item, context)].join(' ').trim();
  return isSelected ? allowedBy(item, context) : '';
}

function held({ reason, isHeldByUser, pass, after }: OutboxItem, { words: { say } }: ShowContext): string {
  if (reason?.code === 'CURSOR_EXPIRED') return say('reason.tooLongAway');
  if (isHeldByUser) return say('reason.heldByYou');
  if (reason?.code === 'WINDOW_OVER') return say('reason.windowOver');
  if (reason?.code === 'BEHIND_DRAFT' && after.length > 0) return say('reason.behindDraft');
  const isPriced = pass.entries.some(({ kind }) => kind === 'price');
  return say(isPriced ? 'reason.price' : 'reason.liveCheck');
}

function conflict(item: OutboxItem, context: ShowContext): string {
  const { words, names } = context;
  const [first] = item.reason?.conflicts ?? [];
  if (first?.group === WHOLE_RECORD) return movedSentence(first, context);
  if (first === undefined || first.by === null || first.atMs === null) return words.say('reason.conflictPlain');
  const value = groupText(first.group, first.theirs, context);
  return words.say('reason.conflict', { who: names.person(first.by), value, clock: words.clock(first.atMs) });
}

/** Where in the list a change stands; what needs no word is only told of the chosen one. */
export interface Place {
  readonly isNext: boolean;
  readonly isSelected: boolean;
}

const NO_PLACE: Place = { isNext: false, isSelected: false };

/** What happens next with a change, or what to do about it. */
export function describeReason(item: OutboxItem, context: ShowContext, place: Place = NO_PLACE): string {
  const { words, nowMs } = context;
  switch (item.state) {
    case 'queued':
      return waiting(item, context, place);
    case 'sending': {
      const ms = nowMs - (item.sentAtMs ?? nowMs);
      const age = ms < 60_000 ? words.age(ms) : words.say('reason.sentAgo', { age: words.age(ms) });
      return words.say('reason.sent', { age });
    }
    case 'held':
      return held(item, context);
    case 'parked':
      if (item.reason?.code === 'CONFLICT') return conflict(item, context);
      return [
        words.say('reason.refused', { why: refusalWord(item.reason?.code ?? 'INVALID', words) }),
        unblockWord(item.reason?.code ?? 'INVALID', words),
      ]
        .join(' ')
        .trim();
    case 'acknowledged': {
      const sent = words.say('reason.sentAt', { clock: words.clock(item.decidedAtMs ?? item.wallMs) });
      return [sent, ...noteSentences(item, context)].join(' ');
    }
    case 'discarded':
      return words.say('reason.discardedAt', { clock: words.clock(item.decidedAtMs ?? item.wallMs) });
  }
}
