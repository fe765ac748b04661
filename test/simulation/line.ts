import type { Dice } from '../../resources/scripts/demo-data/seeded-random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What the two servers of the world are reached at; nothing listens there. */
export const SYNC_URL = 'http://127.0.0.1:7001';
export const WRAPPER_URL = 'http://127.0.0.1:7002';

/** One of them. A rejected promise is a connection that broke. */
export interface Service {
  handle(request: Request): Promise<Response>;
}

/** Chances of what may become of one request. */
export interface Weather {
  readonly dropRequest: number;
  readonly loseAnswer: number;
  readonly doubleRequest: number;
  /** Longer than the client waits: it arrives after the client has given up. */
  readonly delayRequest: number;
}

export const FAIR: Weather = { dropRequest: 0, loseAnswer: 0, doubleRequest: 0, delayRequest: 0 };

export interface LineCounts {
  requests: number;
  dropped: number;
  lost: number;
  doubled: number;
  delayed: number;
  refused: number;
  /** Answered while two processes of the server were up. */
  shared: number;
}

/** The line of one machine. */
export interface Line {
  readonly fetch: typeof globalThis.fetch;
  weather: Weather;
  /** Told the path of every request as it leaves. */
  onRequest: ((pathname: string) => void) | undefined;
  /** Told the path of every request whose answer has just come. */
  onAnswer: ((pathname: string, bytes: number) => void) | undefined;
  /** Everything, or one of the two addresses. */
  setDown(isDown: boolean, url?: string): void;
  /** The process is gone: nothing of it reaches anybody, and nothing reaches it. */
  cut(): void;
}

interface LineOptions {
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly counts: LineCounts;
  readonly services: Readonly<Record<string, Service>>;
}

const LATENCY_MS = { from: 5, to: 120 } as const;
const LONG_MS = { from: 1_500, to: 45_000 } as const;

export function createLine({ time, dice, counts, services }: LineOptions): Line {
  const down = new Set<string>();
  let isCut = false;
  const latency = () => dice.int(LATENCY_MS.from, LATENCY_MS.to);

  function send(request: Sent, abort: AbortSignal): Promise<Response> {
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const fail = () => reject(new TypeError('fetch failed'));
    // A process that is gone hears nothing, not even a failure.
    const answerWith = (run: () => void) => void time.after(latency(), () => void (isCut || run()));
    abort.addEventListener('abort', () => reject(abort.reason as Error), { once: true });
    counts.requests += 1;
    line.onRequest?.(request.pathname);
    const fate = fateOf(line.weather, dice, counts);
    const deliver = (isAnswered: boolean): void => {
      const service = services[request.origin];
      if (isCut || service === undefined) return;
      if (down.has(request.origin)) return answerWith(fail);
      service.handle(request.make()).then(
        (response) =>
          answerWith(() => {
            if (!isAnswered || down.has(request.origin)) return fail();
            resolve(response);
            line.onAnswer?.(request.pathname, Number(response.headers.get('content-length')));
          }),
        () => answerWith(fail),
      );
    };
    if (isCut) return promise;
    if (down.has(request.origin)) {
      counts.refused += 1;
      answerWith(fail);
    } else if (fate === 'dropped') answerWith(fail);
    else
      time.after(fate === 'delayed' ? dice.int(LONG_MS.from, LONG_MS.to) : latency(), () => deliver(fate !== 'lost'));
    if (fate === 'doubled') time.after(latency() * dice.int(1, 40), () => deliver(false));
    return promise;
  }

  const line: Line = {
    weather: FAIR,
    onRequest: undefined,
    onAnswer: undefined,
    fetch: async (input, init) => {
      if (init?.signal?.aborted) throw init.signal.reason;
      return send(sentOf(input, init), init?.signal ?? new AbortController().signal);
    },
    setDown(isDown, url) {
      for (const origin of url === undefined ? Object.keys(services) : [url]) {
        if (isDown) down.add(origin);
        else down.delete(origin);
      }
    },
    cut() {
      isCut = true;
    },
  };
  return line;
}

interface Sent {
  readonly origin: string;
  readonly pathname: string;
  make(): Request;
}

function sentOf(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): Sent {
  const url = input instanceof Request ? input.url : String(input);
  const { method = 'GET', headers, body } = init ?? {};
  const parts = { method, ...(headers ? { headers } : {}), ...(body === null || body === undefined ? {} : { body }) };
  const { origin, pathname } = new URL(url);
  return { origin, pathname, make: () => new Request(url, parts) };
}

type Fate = 'fine' | 'dropped' | 'lost' | 'doubled' | 'delayed';

function fateOf(weather: Weather, dice: Dice, counts: LineCounts): Fate {
  const chances = [
    ['dropped', weather.dropRequest],
    ['lost', weather.loseAnswer],
    ['doubled', weather.doubleRequest],
    ['delayed', weather.delayRequest],
  ] as const;
  let left = dice.random();
  for (const [fate, chance] of chances) {
    if (left < chance) {
      counts[fate] += 1;
      return fate;
    }
    left -= chance;
  }
  return 'fine';
}
