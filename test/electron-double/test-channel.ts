import type { EventEmitter } from 'node:events';

/** The frame that a message claims to come from. */
export interface FakeFrame {
  readonly url: string;
  /** Null for a top frame. */
  readonly parent: object | null;
}

/** From the test to the stand-in. */
export type ToDouble =
  | { readonly kind: 'ask'; readonly id: number; readonly what: string; readonly args: object }
  | { readonly kind: 'port'; readonly message: unknown }
  | { readonly kind: 'port-close' };

/** From the stand-in to the test; `ready` is the program's own. */
export type FromDouble =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly unknown[] }
  | { readonly kind: 'port'; readonly message: unknown }
  | { readonly kind: 'connected' }
  | { readonly kind: 'ready'; readonly testClock?: number };

/** As much of a MessagePortMain as crosses to the test. */
export interface Port extends EventEmitter {
  start(): void;
  postMessage(message: unknown): void;
  close(): void;
}

const send = (message: FromDouble): void => void (process.connected && process.send?.(message));

/** Tells the test what the program did with Electron. */
export function note(name: string, ...args: readonly unknown[]): void {
  send({ kind: 'call', name, args: JSON.parse(JSON.stringify(args)) as unknown[] });
}

type Answer = (args: never, connect: (port: Port) => void) => Promise<unknown>;

/** Answers the test by name, and carries the messages of the one port that a window was given. */
export function answerTest(answers: Readonly<Record<string, Answer>>): void {
  let port: Port | undefined;
  const connect = (given: Port): void => {
    port = given;
    given.on('message', ({ data }: { readonly data: unknown }) => send({ kind: 'port', message: data }));
    given.start();
    send({ kind: 'connected' });
  };
  process.on('message', (message: ToDouble) => {
    if (message.kind === 'port') port?.postMessage(message.message);
    else if (message.kind === 'port-close') port?.close();
    else if (message.kind === 'ask') {
      const { id, what, args } = message;
      void answers[what]?.(args as never, connect).then((value) => send({ kind: 'answer', id, value }));
    }
  });
}
