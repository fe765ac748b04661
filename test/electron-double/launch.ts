import { fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { AppClient } from '../integration/hosts/open-host.ts';
import type { FakeFrame, FromDouble, ToDouble } from './test-channel.ts';

export interface DoubledApp {
  /** What the program did with Electron so far. */
  readonly calls: readonly (readonly [string, ...unknown[]])[];
  readonly errors: () => string;
  readonly ended: Promise<number | null>;
  ask(what: string, args?: object): Promise<unknown>;
  /** Plays a frame that asks for a port; rejects when it gets none. */
  connect(frame: FakeFrame): Promise<{ readonly call: AppClient; readonly link: RPCLink<object> }>;
  quit(): Promise<number | null>;
}

/** Starts a built main bundle under the stand-in, and waits until it says that it is ready or ends. */
export async function launchDouble(main: string, env: Readonly<Record<string, string>>): Promise<DoubledApp> {
  const child = fork(main, [], {
    execArgv: ['--import', new URL('register.ts', import.meta.url).href],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  const calls: [string, ...unknown[]][] = [];
  const events = new EventEmitter();
  let errors = '';
  let lastId = 0;
  child.stderr?.on('data', (part: Buffer) => (errors += part.toString()));
  child.on('message', (message: FromDouble) => {
    if (message.kind === 'call') calls.push([message.name, ...message.args]);
    events.emit(message.kind === 'answer' ? `answer-${message.id}` : message.kind, message);
  });
  const ended = once(child, 'exit').then(([status]: (number | null)[]) => status ?? null);
  const send = (message: ToDouble): void => void (child.connected && child.send(message));
  await Promise.race([once(events, 'ready'), ended]);

  const ask = async (what: string, args: object = {}): Promise<unknown> => {
    lastId += 1;
    const answer = once(events, `answer-${lastId}`) as Promise<[{ readonly value: unknown }]>;
    send({ kind: 'ask', id: lastId, what, args });
    return (await answer)[0].value;
  };
  return {
    calls,
    errors: () => errors,
    ended,
    ask,
    async connect(frame) {
      const connected = once(events, 'connected', { signal: AbortSignal.timeout(1000) });
      await ask('ipc', { channel: 'satchel:connect', frame });
      await connected;
      const port = new EventEmitter();
      events.on('port', ({ message }: { readonly message: unknown }) => port.emit('message', { data: message }));
      const link = new RPCLink({
        port: Object.assign(port, { postMessage: (message: unknown) => send({ kind: 'port', message }) }) as never,
      });
      return { link, call: createORPCClient<AppClient>(link) };
    },
    async quit() {
      await Promise.race([ask('emit', { on: 'app', event: 'window-all-closed' }), ended]);
      return ended;
    },
  };
}
