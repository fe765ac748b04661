import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { hostContract } from '../contract/host-contract.ts';
import type { KeyStore } from '../db/key-store.ts';
import { createForwardingRouter, type AppCall } from './host-app-router.ts';
import { serveKeys } from './host-key-port.ts';
import type { ClockMove, EngineOrder, EngineThreadData, ReaderOrder, ReaderThreadData } from './host-messages.ts';
import { supervise, type Supervised, type ThreadExit } from './host-supervise.ts';
import { servedPort, startThread, type ServedPort, type Thread } from './host-thread.ts';
import { portChannel, serveWindow, type WindowChannel } from './host-windows.ts';
import { fromWireError } from './host-wire.ts';

/** How long a thread may take to store what is under way. */
const CLOSE_MS = 10_000;

export interface ThreadEntries {
  readonly engine: URL;
  readonly reader: URL;
}

export interface EngineHostOptions {
  readonly dataDir: string;
  readonly keyStore: KeyStore;
  readonly syncUrl: string;
  readonly wrapperUrl: string;
  /** Lets `moveClock` move the engine's time; never in a packaged build. */
  readonly hasTestClock?: boolean;
  /** The threads' files; beside this one when missing. */
  readonly entries?: ThreadEntries;
  readonly onExit?: (exit: ThreadExit) => void;
}

export type HostClient = ContractRouterClient<typeof hostContract>;

export interface EngineHost {
  /**
   * Serves the app contract, and nothing else, until the port closes. While a thread is down its calls reject with
   * ENGINE_GONE and iterators end with it; both work again after the restart.
   * @returns closes the port
   */
  connectWindow(port: MessagePort): () => void;
  /** The same over anything that carries messages. */
  connectChannel(channel: WindowChannel): () => void;
  /** The host contract; rejects with SatchelError. For the shell alone. */
  readonly host: HostClient;
  /** @throws SatchelError BAD_REQUEST without a test clock */
  moveClock(move: ClockMove): Promise<void>;
  /** Closes windows, stores everything and ends both threads. */
  close(): Promise<void>;
}

/**
 * Starts the engine and the reader in threads of their own and looks after them.
 * @throws SatchelError ALREADY_RUNNING | WRONG_KEY | FILE_TOO_NEW | FOLDER_READ_ONLY | DISK_FULL
 */
export async function createEngineHost(options: EngineHostOptions): Promise<EngineHost> {
  const threads = new HostThreads(options);
  await threads.start();
  const router = createForwardingRouter(threads.calls());
  const windows = new Set<WindowChannel>();
  const connectChannel = (channel: WindowChannel): (() => void) => {
    windows.add(channel);
    channel.onClose(() => windows.delete(channel));
    serveWindow(router, channel);
    return () => channel.close();
  };
  return {
    connectChannel,
    connectWindow: (port) => {
      const disconnect = connectChannel(portChannel(port));
      port.start();
      return disconnect;
    },
    host: threads.hostClient(),
    moveClock: (move) => threads.moveClock(move),
    async close() {
      for (const window of windows) window.close();
      await threads.close();
    },
  };
}

interface Running<Order> {
  readonly thread: Thread<Order>;
  readonly app: ServedPort;
  readonly ended: Promise<Error | null>;
  close(): Promise<void>;
}
interface RunningEngine extends Running<EngineOrder> {
  readonly host: ServedPort;
}

class HostThreads {
  readonly #options: EngineHostOptions;
  readonly #entries: ThreadEntries;
  #engine: Supervised<RunningEngine> | undefined;
  #reader: Supervised<Running<ReaderOrder>> | undefined;
  /** Threads that live, ready or not. */
  #engineThread: Thread<EngineOrder> | null = null;
  #readerThread: Thread<ReaderOrder> | null = null;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#entries = options.entries ?? threadEntriesBeside(import.meta.url);
  }

  async start(): Promise<void> {
    const { onExit = () => undefined } = this.#options;
    this.#reader = await supervise({ thread: 'reader', start: () => this.#startReader(), onExit });
    try {
      this.#engine = await supervise({ thread: 'engine', start: () => this.#startEngine(), onExit });
    } catch (error) {
      await this.#reader.close();
      throw error;
    }
  }

  calls(): { readonly engine: AppCall; readonly reader: AppCall } {
    const callOf =
      (app: () => ServedPort): AppCall =>
      async (path, input, signal) =>
        app().link.call([...path], input, { context: {}, ...(signal ? { signal } : {}) });
    return { engine: callOf(() => mustRun(this.#engine).app), reader: callOf(() => mustRun(this.#reader).app) };
  }

  hostClient(): HostClient {
    return createORPCClient<HostClient>({
      call: async (path, input, callOptions) => {
        try {
          return await mustRun(this.#engine).host.link.call(path, input, { ...callOptions, context: {} });
        } catch (error) {
          throw fromWireError(error);
        }
      },
    });
  }

  async moveClock(move: ClockMove): Promise<void> {
    await mustRun(this.#engine).thread.ask({ kind: 'move-clock', move });
  }

  /** The engine first: it tells the reader to let go of the file before it closes it. */
  async close(): Promise<void> {
    await this.#engine?.close();
    await this.#reader?.close();
  }

  /** No reader may have the file open when a writer opens it (main/db/open-database.ts). */
  async #startEngine(): Promise<RunningEngine> {
    await this.#readerThread?.ask({ kind: 'release' }).catch(() => undefined);
    const { dataDir, syncUrl, wrapperUrl, hasTestClock = false, keyStore } = this.#options;
    const [app, host, keys] = [servedPort(), servedPort(), new MessageChannel()];
    serveKeys(keys.port1, keyStore);
    const ports = { appPort: app.threadPort, hostPort: host.threadPort, keyPort: keys.port2 };
    const data = { dataDir, syncUrl, wrapperUrl, hasTestClock, ...ports } satisfies EngineThreadData;
    const thread = startThread<EngineOrder>(this.#entries.engine, data, Object.values(ports));
    this.#engineThread = thread;
    void thread.ended.then(() => (this.#engineThread = this.#engineThread === thread ? null : this.#engineThread));
    this.#linkThreads();
    try {
      await thread.ask({ kind: 'open' });
    } catch (error) {
      await thread.terminate();
      throw error;
    }
    return { thread, app, host, ended: thread.ended, close: () => closeEngine(thread) };
  }

  async #startReader(): Promise<Running<ReaderOrder>> {
    const app = servedPort();
    const data = { appPort: app.threadPort } satisfies ReaderThreadData;
    const thread = startThread<ReaderOrder>(this.#entries.reader, data, [app.threadPort]);
    this.#readerThread = thread;
    void thread.ended.then(() => (this.#readerThread = this.#readerThread === thread ? null : this.#readerThread));
    this.#linkThreads();
    return { thread, app, ended: thread.ended, close: () => thread.terminate() };
  }

  /** Whichever of the two came last, they get a channel that is theirs alone. */
  #linkThreads(): void {
    if (!this.#engineThread || !this.#readerThread) return;
    const { port1, port2 } = new MessageChannel();
    // A thread that falls meanwhile is linked again by its restart.
    void this.#readerThread.ask({ kind: 'engine', port: port2 }, [port2]).catch(() => undefined);
    void this.#engineThread.ask({ kind: 'reader', port: port1 }, [port1]).catch(() => undefined);
  }
}

function mustRun<T>(supervised: Supervised<T> | undefined): T {
  if (supervised) return supervised.current();
  throw new SatchelError('ENGINE_GONE', 'The engine has not started yet.');
}

async function closeEngine(thread: Thread<EngineOrder>): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref());
  await Promise.race([thread.ask({ kind: 'close' }).catch(() => undefined), late]);
  await thread.terminate();
}

/**
 * @param url a module of main/engine as source, or an entry of the build
 */
export function threadEntriesBeside(url: string): ThreadEntries {
  const extension = url.endsWith('.ts') ? 'ts' : 'js';
  const entry = (name: string): URL => new URL(`./${name}.${extension}`, url);
  return { engine: entry('worker'), reader: entry('reader') };
}
