/** The line of one laptop: real requests, which a test can cut or lose. */
export interface Network {
  readonly fetch: typeof globalThis.fetch;
  /** Nothing goes out. */
  isDown: boolean;
  /** Requests to this host and port fail. */
  readonly unreachable: Set<string>;
  /** Requests that fail, by path and body. */
  refuses: (path: string, body: string) => boolean;
  /** The next answer to a path that contains this is lost after the other side has finished. */
  loseNextAnswer(path: string): void;
  /** Stands in between: answers itself, or changes what `pass` brings from the other side. */
  intercept: Intercept | null;
  /** Paths in the order of the requests. */
  readonly log: string[];
}

export type Intercept = (call: {
  readonly url: URL;
  readonly init: RequestInit;
  readonly pass: (init?: RequestInit) => Promise<Response>;
}) => Promise<Response>;

/** Changes what a path answers, as JSON. */
export const altering =
  <T>(path: string, alter: (body: T) => unknown): Intercept =>
  async ({ url, pass }) => {
    const response = await pass();
    if (url.pathname !== path || !response.ok) return response;
    const body = JSON.stringify(alter((await response.json()) as T));
    return new Response(body, { status: 200, headers: response.headers });
  };

export function createNetwork(): Network {
  const losing: string[] = [];
  const log: string[] = [];
  const network: Network = {
    isDown: false,
    unreachable: new Set(),
    intercept: null,
    refuses: () => false,
    log,
    loseNextAnswer: (path) => void losing.push(path),
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      if (network.isDown || network.unreachable.has(url.host)) throw new TypeError('fetch failed');
      if (network.refuses(url.pathname, typeof init?.body === 'string' ? init.body : ''))
        throw new TypeError('fetch failed');
      log.push(url.pathname);
      const pass = (changed = init) => fetch(input, changed);
      const response = await (network.intercept?.({ url, init: init ?? {}, pass }) ?? pass());
      const at = losing.findIndex((path) => url.pathname.includes(path));
      if (at === -1) return response;
      losing.splice(at, 1);
      await response.arrayBuffer();
      throw new TypeError('fetch failed');
    },
  };
  return network;
}
