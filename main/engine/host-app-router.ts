import { isContractProcedure } from '@orpc/contract';
import { os, type AnyRouter } from '@orpc/server';
import { appContract, READER_TOPICS } from '../contract/app-contract.ts';
import { fromWireError } from './host-wire.ts';
import { toWireError } from './wire-error.ts';

/** Calls one procedure of the app contract in a thread. */
export type AppCall = (path: readonly [string, string], input: unknown, signal: AbortSignal | undefined) => Promise<unknown>;

export interface AppThreads {
  readonly engine: AppCall;
  readonly reader: AppCall;
}

/**
 * The app contract as a window sees it: every procedure of it and no other name, each passed on to the thread that
 * answers it. The thread checks the input; cancelling a call here cancels it there.
 */
export function createForwardingRouter(threads: AppThreads): AnyRouter {
  const routes = Object.entries(appContract).map(([topic, procedures]) => {
    const isRead = (READER_TOPICS as readonly string[]).includes(topic);
    const names = Object.entries(procedures).filter(([, procedure]) => isContractProcedure(procedure));
    return [topic, Object.fromEntries(names.map(([name]) => [name, forward(isRead ? threads.reader : threads.engine, [topic, name])]))];
  });
  return Object.fromEntries(routes) as AnyRouter;
}

function forward(call: AppCall, path: readonly [string, string]) {
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
