import { getResponse } from 'msw';
import { sandboxHandlers } from '../wrapper-sandbox/sandbox-handlers.ts';
import { createSandboxState, type SandboxOptions, type SandboxState } from '../wrapper-sandbox/sandbox-state.ts';
import type { Clock, Random } from '../../sync/model/clock.ts';
import type { Service } from './line.ts';

/** What was consumed and given back under one key. */
export interface KeyUse {
  consumed: number;
  refunded: number;
}

export interface SimulatedWrapper extends Service {
  readonly state: SandboxState;
  /** Every key that ever was charged, by tenant. */
  readonly charges: ReadonlyMap<string, ReadonlyMap<string, KeyUse>>;
  /** One of the sandbox's levers. */
  control(method: 'PUT' | 'POST', path: string, body: unknown): Promise<void>;
}

interface Options {
  readonly clock: Clock;
  readonly random: Random;
  readonly secret: string;
  readonly fetch: typeof globalThis.fetch;
}

/** The sandbox without a socket, and a book of its charges kept beside it. */
export function createSimulatedWrapper(options: Options): SimulatedWrapper {
  const { state, charges } = bookCharges(options);
  const handlers = sandboxHandlers(state);
  async function handle(request: Request): Promise<Response> {
    const response = await getResponse(handlers, request);
    if (response === undefined || response.type === 'error') throw new TypeError('connection reset');
    return response;
  }
  return {
    state,
    charges,
    handle,
    async control(method, path, body) {
      const order = { method, body: JSON.stringify(body) };
      const response = await handle(new Request(`http://wrapper.invalid/_sandbox/${path}`, order));
      if (response.status >= 400 && !path.startsWith('webhook'))
        throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    },
  };
}

/** A sandbox with a book of all its charges. */
export function bookCharges(options: SandboxOptions): {
  readonly state: SandboxState;
  readonly charges: ReadonlyMap<string, ReadonlyMap<string, KeyUse>>;
} {
  const charges = new Map<string, Map<string, KeyUse>>();
  return { state: withBook(createSandboxState(options), charges), charges };
}

function withBook(state: SandboxState, charges: Map<string, Map<string, KeyUse>>): SandboxState {
  const credits = [...state.credits].map(([tenantId, account]) => {
    const book = new Map<string, KeyUse>();
    charges.set(tenantId, book);
    const useOf = (key: string): KeyUse => {
      const use = book.get(key) ?? { consumed: 0, refunded: 0 };
      book.set(key, use);
      return use;
    };
    const kept: typeof account = {
      ...account,
      consume(item, nowMs) {
        const result = account.consume(item, nowMs);
        if (result.status === 'consumed') useOf(item.key).consumed += 1;
        return result;
      },
      refund(key) {
        const result = account.refund(key);
        if (result.status === 'refunded') useOf(key).refunded += 1;
        return result;
      },
    };
    return [tenantId, kept] as const;
  });
  return { ...state, credits: new Map(credits) };
}
