import type { MessagePort, Worker } from 'node:worker_threads';
import type { ErrorCode } from '../../sync/protocol/error-codes.ts';
import { SatchelError, toSatchelError } from '../../sync/protocol/satchel-error.ts';

interface Ask<Order> {
  readonly id: number;
  readonly order: Order;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

export type Orders<Order> = (order: Order, transfer?: readonly MessagePort[]) => Promise<unknown>;

/** A worker is the port of what listens on its parentPort. */
type OrderPort = Pick<MessagePort, 'postMessage' | 'on'> | Pick<Worker, 'postMessage' | 'on'>;

/**
 * Questions with answers over one port, in order of sending.
 * @param gone what every question that is still open rejects with, once the other side has ended
 */
export function askOver<Order>(port: OrderPort, gone: Promise<SatchelError>): Orders<Order> {
  const open = new Map<number, { resolve(value: unknown): void; reject(error: SatchelError): void }>();
  let lastId = 0;
  let ended: SatchelError | undefined;
  port.on('message', ({ id, value, error }: Answer) => {
    const waiting = open.get(id);
    open.delete(id);
    if (error) waiting?.reject(new SatchelError(error.code, error.message, { data: error.data }));
    else waiting?.resolve(value);
  });
  void gone.then((error) => {
    ended = error;
    for (const { reject } of open.values()) reject(error);
    open.clear();
  });
  return (order, transfer = []) =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      lastId += 1;
      open.set(lastId, { resolve, reject });
      port.postMessage({ id: lastId, order } satisfies Ask<Order>, transfer);
    });
}

/** Answers every order with what `run` gives or throws. */
export function answerOrders<Order>(port: OrderPort, run: (order: Order) => unknown): void {
  port.on('message', ({ id, order }: Ask<Order>) => {
    void answer(id, async () => run(order)).then((reply) => port.postMessage(reply));
  });
}

async function answer(id: number, run: () => Promise<unknown>): Promise<Answer> {
  try {
    return { id, value: await run() };
  } catch (error) {
    const { code, message, data } = toSatchelError(error);
    return { id, error: { code, message, data } };
  }
}
