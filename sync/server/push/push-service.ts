import type { Clock } from '../../model/clock.ts';
import type { PushAnswer, PushRequest } from '../../protocol/push.ts';
import { SatchelError } from '../../protocol/satchel-error.ts';
import { encodeWitness, type Witnesses } from '../pull/witness.ts';
import type { Store } from '../store/store.ts';
import type { Sessions } from '../wrapper/sessions.ts';
import type { TenantFacts } from '../wrapper/tenant-facts.ts';
import { prepareMutation } from './prepare-mutation.ts';
import type { PushJob } from './push-job.ts';
import type { TenantQueue } from './tenant-queue.ts';

export interface Pushed {
  readonly answers: readonly PushAnswer[];
  readonly witness?: string;
}

export interface PushService {
  /**
   * One answer for each mutation, in their order, and the client's new witness.
   * @param protocol the newest version of the protocol that the client speaks
   * @throws SatchelError UNAUTHENTICATED | SESSION_REVOKED | SERVER_BUSY | CURSOR_EXPIRED
   */
  push(token: string, request: PushRequest, protocol: number): Promise<Pushed>;
}

interface Options {
  readonly sessions: Sessions;
  readonly facts: TenantFacts;
  readonly clock: Clock;
  readonly store: Store;
  readonly witnesses: Witnesses;
  readonly queueOf: (tenantId: string) => TenantQueue;
}

type Authorised = Pick<PushJob, 'session' | 'isDuplicateEmailAllowed' | 'features' | 'roles'>;

export function createPushService({ sessions, facts, clock, store, witnesses, queueOf }: Options): PushService {
  async function authorise(token: string): Promise<Authorised> {
    const session = await sessions.forWriting(token);
    const [{ allowDuplicateEmails, features }, roles] = await Promise.all([
      facts.tenant(session.tenantId),
      facts.roles(session.tenantId).catch(() => undefined), // evidence: nothing waits for it
    ]);
    return { session, isDuplicateEmailAllowed: allowDuplicateEmails, features, roles };
  }

  return {
    async push(token, { mutations, witness }, protocol) {
      const receivedAtMs = clock.wallMs();
      try {
        const authorised = await authorise(token);
        const { tenantId } = authorised.session;
        const sharedSeq = await witnesses.sharedSeqOf(tenantId, witness);
        const answers = await new Promise<readonly PushAnswer[]>((resolve, reject) => {
          const units = new Set(authorised.session.units);
          const job: PushJob = {
            ...authorised,
            units,
            receivedAtMs,
            sharedSeq,
            mutations: mutations.map((wire) => prepareMutation(wire, protocol)),
            charges: new Map(),
            rounds: 0,
            resolve,
            reject,
          };
          queueOf(tenantId).add(job);
        });
        return { answers, witness: encodeWitness(await witnesses.make(await store.head(tenantId))) };
      } catch (error) {
        if (!(error instanceof SatchelError) || !AWAY.has(error.code)) throw error;
        const outcome = {
          kind: 'later',
          code: 'WRAPPER_UNREACHABLE',
          message: 'The platform that grants permissions does not answer; the changes wait.',
        } as const;
        return { answers: mutations.map(({ id }) => ({ id, outcome })) };
      }
    },
  };
}

const AWAY: ReadonlySet<string> = new Set(['WRAPPER_UNREACHABLE', 'BAD_ANSWER', 'RATE_LIMITED']);
