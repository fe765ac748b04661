import { ORPCError } from '@orpc/server';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';

/** Errors cross a port or a socket as `{ code, message, data }`; a cause never does. */
export function toWireError(error: unknown): Error {
  if (error instanceof ORPCError) return error;
  const { code, message, data } = toSatchelError(error);
  return new ORPCError(code, { message, data: { ...data }, cause: error, status: 400 });
}

/** Around every procedure of both contracts. */
export async function passingErrors<T>(run: () => T): Promise<Awaited<T>> {
  try {
    return await run();
  } catch (error) {
    throw toWireError(error);
  }
}
