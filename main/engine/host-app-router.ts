import { isContractProcedure } from '@orpc/contract';
import { os, type AnyRouter } from '@orpc/server';
import { appContract, READER_TOPICS } from '../contract/app-contract.ts';
import { fromWireError } from './host-wire.ts';
import { toWireError } from './wire-error.ts';

/** Calls one procedure of the app contract in a thread. */
export type AppCall = (path: readonly string[], input: unknown, signal: AbortSignal | undefined) => Promise<unknown>;

export interface AppThreads {
  readonly engine: AppCall;
  readonly reader: AppCall;
}

/**
 * The app contract as a window sees it: every procedure of it and no other name, each passed on to the thread that
 * answers it. The thread checks the input; cancelling a call here cancels it there.
 */
export function createForwardingRouter(threads: AppThreads): AnyRouter {
  const topics = Object.entries(appContract).map(([topic, part]) => {
    const isRead = (READER_TOPICS as readonly string[]).includes(topic);
    return [topic, forwardAll(part, isRead ? threads.reader : threads.engine, [topic])] as const;
  });
  return Object.fromEntries(topics);
}

/** A topic may have topics of its own. */
function forwardAll(part: object, call: AppCall, path: readonly string[]): AnyRouter {
  if (isContractProcedure(part)) return forward(call, path);
  const parts = Object.entries(part as Readonly<Record<string, object>>);
  return Object.fromEntries(parts.map(([name, inner]) => [name, forwardAll(inner, call, [...path, name])]));
}

function forward(call: AppCall, path: readonly string[]) {
  return os.handler(async ({ input, signal }) => {
    try {
      const output = await call(path, input, signal);
      return isIterable(output) ? relay(output, signal) : output;
    } catch (error) {
      throw toWireError(fromWireError(error));
    }
  });
}

const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** Ends without an error only if the thread ended it or the window left. */
async function* relay(source: AsyncIterable<unknown>, signal: AbortSignal | undefined): AsyncGenerator<unknown> {
  try {
    for await (const value of source) yield value;
  } catch (error) {
    if (signal?.aborted !== true) throw toWireError(fromWireError(error));
  }
}
