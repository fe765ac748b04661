/** The line of one laptop: real requests, which a test can cut or lose. */
export interface Network {
  readonly fetch: typeof globalThis.fetch;
  /** Nothing goes out. */
  isDown: boolean;
  /** Requests to this host and port fail. */
  readonly unreachable: Set<string>;
  /** The next answer to a path that contains this is lost after the other side has finished. */
  loseNextAnswer(path: string): void;
  /** Paths in the order of the requests. */
  readonly log: string[];
}

export function createNetwork(): Network {
  const losing: string[] = [];
  const log: string[] = [];
  const network: Network = {
    isDown: false,
    unreachable: new Set(),
    log,
    loseNextAnswer: (path) => void losing.push(path),
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      if (network.isDown || network.unreachable.has(url.host)) throw new TypeError('fetch failed');
      log.push(url.pathname);
      const response = await fetch(input, init);
      const at = losing.findIndex((path) => url.pathname.includes(path));
      if (at === -1) return response;
      losing.splice(at, 1);
      await response.arrayBuffer();
      throw new TypeError('fetch failed');
    },
  };
  return network;
}
