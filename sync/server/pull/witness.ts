import { z } from 'zod';
import { SatchelError } from '../../protocol/satchel-error.ts';
import type { Store } from '../store/store.ts';
import type { Cursor } from './cursor.ts';

const WitnessShape = z.strictObject({
  epoch: z.string().max(40),
  /** Starts of the server that the client's history went through, newest last. */
  boots: z.array(z.string().max(20)).max(20),
  /** The tenant's highest number when the client was last answered. */
  head: z.int().min(0),
});
/** The newest point of the server's history that a client was told of. It only ever speaks for that client. */
export type Witness = z.infer<typeof WitnessShape>;

/** How far a client's history and that of this database are the same. */
export interface Standing {
  /** The client was told of numbers that this database never gave, or gave to something else. */
  readonly isSetBack: boolean;
  /** Up to here numbers mean the same to both. */
  readonly sharedSeq: number;
  /** False when answers to changes that the client sent before may be forgotten. */
  readonly areAnswersKept: boolean;
}

export interface Witnesses {
  /** Without a witness nothing speaks against the client. */
  judge(tenantId: string, witness: Witness | undefined): Promise<Standing>;
  /**
   * The number up to which the client has its answers; Infinity for one that keeps no witness.
   * @throws SatchelError CURSOR_EXPIRED when it has to pull before it may send anything
   */
  sharedSeqOf(tenantId: string, text: string | undefined): Promise<number>;
  make(head: number): Promise<Witness>;
}

export const outOfDate = (): SatchelError =>
  new SatchelError('CURSOR_EXPIRED', 'The rows that these changes rest on are out of date. Pull, then push.');

/** Made by nobody: no database knows its boot. */
const UNREADABLE: Witness = { epoch: '', boots: [], head: 1 };

export const encodeWitness = (witness: Witness): string => Buffer.from(JSON.stringify(witness)).toString('base64url');

/** A reader that keeps no witness is judged by what its cursor was told. */
export const witnessOf = (cursor: Cursor | null): Witness | undefined =>
  cursor === null ? undefined : { epoch: cursor.epoch, boots: cursor.boots, head: cursor.countedTo };

export function decodeWitness(text: string): Witness {
  try {
    return WitnessShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return UNREADABLE;
  }
}

/**
 * A database that was restored from a backup lacks the boots since, or its known boots end at lower numbers than clients
 * were told (decision 0014). Each client is judged by its own witness, so a made-up one harms nobody else.
 */
export function createWitnesses(store: Store, epoch: () => string): Witnesses {
  async function judge(tenantId: string, witness: Witness | undefined): Promise<Standing> {
    if (witness === undefined) return { isSetBack: false, sharedSeq: 0, areAnswersKept: true };
    const commonSeq = Math.min(witness.head, (await store.lastSeqOf(tenantId, witness.boots)) ?? 0);
    const { answersSeq } = await store.limits(tenantId);
    const isSameEpoch = witness.epoch === epoch(); // another one says that numbers are not to be trusted
    return {
      isSetBack: !isSameEpoch || commonSeq < witness.head,
      sharedSeq: isSameEpoch ? commonSeq : 0,
      areAnswersKept: commonSeq >= answersSeq,
    };
  }

  return {
    judge,
    async sharedSeqOf(tenantId, text) {
      if (text === undefined) return Infinity;
      const { isSetBack, sharedSeq, areAnswersKept } = await judge(tenantId, decodeWitness(text));
      if (isSetBack || !areAnswersKept) throw outOfDate();
      return sharedSeq;
    },
    make: async (head) => ({ epoch: epoch(), boots: [...(await store.boots())], head }),
  };
}
