import type { OutboxItem, OutboxState } from '../../../main/contract/types.ts';
import { ConsoleMistake, need, type Answer, type Command, type ConsoleContext } from './console-context.ts';
import { findChange } from './find-record.ts';
import { columns, shortId, span, time, valueText } from './layout.ts';
import { describeRun } from './run-change.ts';
import { say, STATE_WORDS } from './words.ts';

const OPEN: readonly OutboxState[] = ['queued', 'sending', 'held', 'parked'];

async function list({ engine }: ConsoleContext, states: readonly OutboxState[], none: string): Promise<Answer> {
  const items = await engine.call.outbox.list({ states: [...states], limit: 200 });
  return { value: items, text: columns(items.map(itemRow), none) };
}

const itemRow = ({ mutationId, state, wallMs, words, reason, isLive }: OutboxItem): readonly string[] => [
  shortId(mutationId),
  state === 'queued' && isLive ? 'checking' : STATE_WORDS[state],
  `${span(Date.now() - wallMs)} old`,
  say(words),
  reason?.message ?? '',
];

async function queue(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  if (words[0] !== 'all') return list(context, OPEN, 'Nothing waits.');
  const open = await list(context, OPEN, '');
  const settled = await list(context, ['acknowledged', 'discarded'], '');
  const text = [open.text, settled.text].filter((part) => part !== '').join('\n');
  return {
    value: [...(open.value as OutboxItem[]), ...(settled.value as OutboxItem[])],
    text: text === '' ? 'Nothing was written here yet.' : text,
  };
}

async function why({ engine, ...context }: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const mutationId = await findChange({ engine, ...context }, need(words, 0, 'which change'));
  const item = await engine.call.outbox.get({ mutationId });
  const { reason, pass, after, notes, differences } = item;
  const lines = [
    `${say(item.words)}. It ${stateSentence(item.state)}, written ${time(item.wallMs)}${item.sentAtMs === null ? '' : `, sent ${time(item.sentAtMs)}`}.`,
    ...(reason === null ? [] : [`Reason: ${reason.message} (${reason.code})`]),
    ...(reason?.conflicts ?? []).map(
      ({ group, mine, theirs }) => `  ${group}: yours ${valueText(mine)}, theirs ${valueText(theirs)}`,
    ),
    ...(after.length === 0 ? [] : [`It goes after ${after.map(shortId).join(', ')}.`]),
    ...differences.map(({ field, before, after: now }) => `  ${field}: ${valueText(before)} -> ${valueText(now)}`),
    ...notes.map(({ group, outcome }) => `  ${group} was merged: ${outcome}`),
    ...pass.entries.map(
      ({ what, verdict, source, fetchedAtMs }) =>
        `It rests on ${what}: ${verdict} (${source}${fetchedAtMs === null ? '' : ` of ${time(fetchedAtMs)}`}).`,
    ),
  ];
  return { value: item, text: lines.join('\n') };
}

const stateSentence = (state: OutboxState): string =>
  ({
    queued: 'waits to be sent',
    sending: 'is under way',
    acknowledged: 'is confirmed by the server',
    held: 'is a draft',
    parked: 'needs you',
    discarded: 'was taken back',
  })[state];

async function discard(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const { engine } = context;
  const mutationId = await findChange(context, need(words, 0, 'which change'));
  const dependents = await engine.call.outbox.dependents({ mutationId });
  const { discarded } = await engine.call.outbox.discard({
    mutationId,
    expect: dependents.map((item) => item.mutationId),
  });
  context.lastDiscarded = discarded;
  const along = dependents.length === 0 ? '' : ` With it: ${dependents.map((item) => say(item.words)).join('; ')}.`;
  return { value: { discarded }, text: `Taken back.${along} "undo" brings it back.` };
}

async function undo(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const mutationIds = words[0] === undefined ? [...context.lastDiscarded] : [await findChange(context, words[0])];
  if (mutationIds.length === 0)
    throw new ConsoleMistake('Nothing was taken back in this run. Give the id of a change; "queue all" lists them.');
  const { restored } = await context.engine.call.outbox.undiscard({ mutationIds });
  context.lastDiscarded = [];
  return {
    value: { restored },
    text: `${restored.length === 1 ? 'The change is' : `${restored.length} changes are`} back in the queue.`,
  };
}

async function hold(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const item = await context.engine.call.outbox.hold({
    mutationId: await findChange(context, need(words, 0, 'which change')),
  });
  return { value: item, text: `${say(item.words)}. Held until you release it.` };
}

async function release(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const item = await context.engine.call.outbox.release({
    mutationId: await findChange(context, need(words, 0, 'which change')),
  });
  return {
    value: item,
    text: `${say(item.words)}. It ${stateSentence(item.state)}${item.reason ? `: ${item.reason.message}` : '.'}`,
  };
}

const CHOICES = ['mine', 'theirs', 'retry'] as const;

async function resolve(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const mutationId = await findChange(context, need(words, 0, 'which change'));
  const choice = CHOICES.find((each) => each === words[1]);
  if (!choice) throw new ConsoleMistake(`Say whose value stays: ${CHOICES.join(', ')}.`);
  const result = await context.engine.call.outbox.resolve({ mutationId, choice });
  if (result.status === 'discarded')
    return { value: result, text: "The server's value stays; yours is kept in history." };
  return describeRun(context, result);
}

export const QUEUE_COMMANDS: readonly Command[] = [
  { name: 'queue', takes: '[all]', about: 'what is not confirmed yet; "all" with what is settled', run: queue },
  { name: 'drafts', takes: '', about: 'only the drafts', run: (context) => list(context, ['held'], 'No drafts.') },
  { name: 'why', takes: '<change>', about: 'what a change waits for and what it rests on', run: why },
  { name: 'discard', takes: '<change>', about: 'take a change back that was not sent', run: discard },
  { name: 'undo', takes: '[change]', about: 'undo the last discard, or that of a change', run: undo },
  { name: 'hold', takes: '<change>', about: 'keep a change from being sent', run: hold },
  { name: 'release', takes: '<change>', about: 'let a held change go', run: release },
  {
    name: 'resolve',
    takes: '<change> mine|theirs|retry',
    about: 'end a conflict or send again what was refused',
    run: resolve,
  },
];
