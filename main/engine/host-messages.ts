import type { MessagePort } from 'node:worker_threads';

/** What a thread is started with. Ports are transferred, so each belongs to one thread. */
export interface EngineThreadData {
  readonly dataDir: string;
  readonly syncUrl: string;
  readonly wrapperUrl: string;
  /** The engine's time can be moved from outside; never in a packaged build. */
  readonly hasTestClock: boolean;
  readonly appPort: MessagePort;
  readonly hostPort: MessagePort;
  readonly keyPort: MessagePort;
}

export interface ReaderThreadData {
  readonly appPort: MessagePort;
}

/** Both clocks go on together, or the wall clock alone is set, as a user or a time server does. */
export type ClockMove = { readonly advanceMs: number } | { readonly setWallMs: number };

/** From the host to the engine's thread; each is answered. */
export type EngineOrder =
  | { readonly kind: 'open' }
  | { readonly kind: 'reader'; readonly port: MessagePort }
  | { readonly kind: 'move-clock'; readonly move: ClockMove }
  | { readonly kind: 'close' };

/** From the host to the reader's thread; each is answered. */
export type ReaderOrder = { readonly kind: 'engine'; readonly port: MessagePort } | { readonly kind: 'release' };

/** The file that the reader shows, handed over by the engine on a port that no one else holds. */
export interface ShownUser {
  readonly path: string;
  readonly key: Uint8Array;
}
