import type { OutboxItem, RunResult } from '../../../main/contract/types.ts';
import type { Answer, ConsoleContext } from './console-context.ts';
import { shortId } from './layout.ts';
import { say } from './words.ts';

/** How long the console waits for the server where a change counts only once it has answered. */
const ANSWER_WAIT_MS = 4_000;
const LOOK_EVERY_MS = 25;

/** Makes a change and says in a sentence what became of it. */
export async function runChange(context: ConsoleContext, name: string, args: unknown): Promise<Answer> {
  const result = await context.engine.call.mutations.run({ name, args });
  return describeRun(context, result);
}

export async function describeRun(context: ConsoleContext, result: RunResult): Promise<Answer> {
  const item = await itemOf(context, result);
  if (result.status === 'refused')
    return { value: { result }, text: `Not possible: ${result.message ?? result.code}${fieldText(result)}` };
  if (item === null) return { value: { result }, text: 'That is how it is already; nothing changed.' };
  const decided = result.status === 'checking' ? await answered(context, item) : item;
  const change = `change ${shortId(item.mutationId)}`;
  return {
    value: { result, item: decided },
    text: `${say(item.words)}. ${outcomeText(result, decided)} (${change}${recordText(item)})`,
  };
}

const fieldText = ({ field, code }: RunResult): string => ` (${code}${field === undefined ? '' : `, ${field}`})`;

const recordText = ({ records }: OutboxItem): string =>
  records.map(({ kind, id }) => `, ${kind} ${shortId(id)}`).join('');

function outcomeText(result: RunResult, { state, reason }: OutboxItem): string {
  if (result.status === 'held' || state === 'held')
    return `Kept as a draft: ${result.message ?? reason?.message ?? 'it waits.'}`;
  if (state === 'parked') return `It needs you: ${reason?.message ?? 'it was refused.'}`;
  if (state === 'acknowledged') return 'Confirmed by the server.';
  if (result.status === 'checking') return 'Safe here; the server has not answered yet.';
  return 'Safe here; it goes out by itself.';
}

async function itemOf({ engine }: ConsoleContext, { status, mutationId }: RunResult): Promise<OutboxItem | null> {
  if (status === 'refused') return null;
  try {
    return await engine.call.outbox.get({ mutationId });
  } catch (error) {
    // A change that alters nothing is not kept.
    if ((error as { readonly code?: string }).code === 'NOT_FOUND') return null;
    throw error;
  }
}

async function answered({ engine }: ConsoleContext, item: OutboxItem): Promise<OutboxItem> {
  const untilMs = performance.now() + ANSWER_WAIT_MS;
  let now = item;
  while ((now.state === 'queued' || now.state === 'sending') && performance.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    now = await engine.call.outbox.get({ mutationId: item.mutationId });
  }
  return now;
}
