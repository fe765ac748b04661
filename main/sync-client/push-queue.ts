import { setImmediate as nextTurn } from 'node:timers/promises';
import { compactIfLarge } from '../outbox/journal-records.ts';
import type { OutboxRow } from '../outbox/outbox-row.ts';
import type { CheckedAnswers } from './check-answers.ts';
import {
  isOutOfDate,
  isRefusedWhole,
  isWrapperAway,
  queueAgain,
  requestAnswers,
  sendApart,
  storeAnswers,
  takeBatch,
  type PushContext,
  type PushedBatch,
} from './push.ts';

interface PushQueueHooks {
  /** Asked before each batch is taken. */
  readonly mayGoOn: () => boolean;
  /** A batch whose answers are stored. */
  readonly onPushed: (pushed: PushedBatch) => void;
}

/** A batch that is with the server. */
interface Flight {
  readonly batch: readonly OutboxRow[];
  readonly response: Promise<CheckedAnswers>;
}

/**
 * Sends all that may go. While one batch is with the server the next is made ready, and while the answers to one are
 * stored the next is with the server. There is never more than one request, so the server gets the queue's order; what
 * waits for a change of the batch before is in none until that one is acknowledged here.
 * @throws SatchelError as `pushBatch`: what was not answered is queued again
 */
export async function pushQueue(context: PushContext, hooks: PushQueueHooks): Promise<void> {
  const { outbox } = context;
  const take = () => (hooks.mayGoOn() ? takeBatch(outbox) : []);
  try {
    for (let flight = depart(context, take()); flight;) {
      const ahead = take();
      const { pushed, next } = await land(context, flight, ahead);
      hooks.onPushed(pushed);
      if (pushed.isWrapperAway) return;
      flight = next ?? depart(context, take());
    }
  } catch (error) {
    if (!isOutOfDate(error)) throw error;
  } finally {
    compactIfLarge(outbox.store); // when a queue has drained, next to nothing is left to write
  }
}

function depart(context: PushContext, batch: readonly OutboxRow[], witness?: string): Flight | undefined {
  if (batch.length === 0) return undefined;
  const response = requestAnswers(context, batch, witness);
  response.catch(() => undefined); // looked at when the answers before are stored
  return { batch, response };
}

interface Landed {
  readonly pushed: PushedBatch;
  readonly next: Flight | undefined;
}

/** Waits for the answers, lets the batch behind go unless something is wrong, and stores the answers. */
async function land(context: PushContext, { batch, response }: Flight, ahead: readonly OutboxRow[]): Promise<Landed> {
  const { outbox } = context;
  let next: Flight | undefined;
  try {
    const answered = await orRefusedWhole(response);
    if (answered instanceof Error) {
      queueAgain(outbox, ahead);
      return { pushed: await sendApart(context, batch, answered), next };
    }
    if (isWrapperAway(answered)) queueAgain(outbox, ahead);
    else next = depart(context, ahead, answered.witness);
    if (next) await nextTurn(); // storing keeps the thread, so the request has to have left before
    return { pushed: storeAnswers(context, batch, answered), next };
  } catch (error) {
    await next?.response.catch(() => undefined);
    queueAgain(outbox, [...batch, ...ahead]);
    throw error;
  }
}

const orRefusedWhole = (response: Promise<CheckedAnswers>) =>
  response.catch((error: unknown) => {
    if (isRefusedWhole(error)) return error;
    throw error;
  });
