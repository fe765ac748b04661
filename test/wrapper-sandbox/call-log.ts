import { z } from 'zod';

/** One product call. `status` 0: no answer was given (yet, or the connection was dropped). */
interface LoggedCall {
  readonly method: string;
  readonly path: string;
  readonly atMs: number;
  readonly status: number;
  /** For consume and refund: the keys of the body, joined by commas. */
  readonly idempotencyKey?: string;
}

export interface CallLog {
  /** Notes the arrival; the returned function adds the status. */
  begin(call: Omit<LoggedCall, 'status'>): (status: number) => void;
  all(): LoggedCall[];
  clear(): void;
}

export function createCallLog(): CallLog {
  let calls: { call: LoggedCall }[] = [];
  return {
    begin(call) {
      const entry = { call: { ...call, status: 0 } };
      calls.push(entry);
      return (status) => void (entry.call = { ...entry.call, status });
    },
    all: () => calls.map(({ call }) => call),
    clear: () => void (calls = []),
  };
}

const Keyed = z.object({
  items: z.array(z.object({ key: z.string() })).optional(),
  keys: z.array(z.string()).optional(),
});

/** The charge keys of a request body; undefined when it has none. */
export function chargeKeysOf(body: string): string | undefined {
  if (!body.startsWith('{')) return undefined;
  try {
    const { items = [], keys = [] } = Keyed.parse(JSON.parse(body));
    return [...items.map(({ key }) => key), ...keys].join(',') || undefined;
  } catch {
    return undefined; // the handler says what is wrong with it
  }
}
