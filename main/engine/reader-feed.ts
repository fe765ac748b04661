import type { MessagePort } from 'node:worker_threads';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { ReadNote } from '../audit/read-note.ts';
import type { Measured } from '../health/meter.ts';
import type { ShownUser } from './host-messages.ts';
import { askOver, type Orders } from './host-orders.ts';

/** What the engine tells the reader, on their own port: the only way that a database key takes between threads. */
export type ReaderOrderOfEngine =
  | { readonly kind: 'show'; readonly user: ShownUser | null }
  /** Answered with what was measured since the last time. */
  | { readonly kind: 'take-measured' };

/** What the reader tells unasked, on the same port as its answers. */
export interface ToldOfReader {
  readonly note: ReadNote;
}

export interface ReaderFeed {
  /** A reader started; it gets the present user at once. */
  attach(port: MessagePort): Promise<void>;
  /** Resolves when the reader has opened or closed the file, or is not there. */
  show(user: ShownUser | null): Promise<void>;
  /** Nothing while there is no reader. */
  takeMeasured(): Promise<readonly Measured[]>;
}

/** @param onRead gets what was read of the user who is shown */
export function createReaderFeed(onRead: (note: ReadNote) => void): ReaderFeed {
  let shown: ShownUser | null = null;
  let ask: Orders<ReaderOrderOfEngine> | undefined;
  const tell = async (): Promise<void> => {
    try {
      await ask?.({ kind: 'show', user: shown });
    } catch {
      // The reader ended, and with it its connection; its successor is attached.
    }
  };
  return {
    attach(port) {
      const gone = new Promise<SatchelError>((resolve) => {
        port.once('close', () => resolve(new SatchelError('ENGINE_GONE', 'The reader has ended.')));
      });
      port.on('message', ({ note }: Partial<ToldOfReader>) => note && onRead(note));
      ask = askOver<ReaderOrderOfEngine>(port, gone);
      return tell();
    },
    show(user) {
      shown = user;
      return tell();
    },
    async takeMeasured() {
      try {
        return ((await ask?.({ kind: 'take-measured' })) ?? []) as readonly Measured[];
      } catch {
        // What the ended reader had measured since is lost with it.
        return [];
      }
    },
  };
}
