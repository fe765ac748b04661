import type { Clock } from '../../model/clock.ts';
import type { PushAnswer, PushRequest } from '../../protocol/push.ts';
import { SatchelError } from '../../protocol/satchel-error.ts';
import type { Sessions, WriteSession } from '../wrapper/sessions.ts';
import type { TenantFacts } from '../wrapper/tenant-facts.ts';
import { prepareMutation } from './prepare-mutation.ts';
import type { PushJob } from './push-job.ts';
import type { TenantQueue } from './tenant-queue.ts';

export interface PushService {
  /**
   * One answer for each mutation, in their order.
   * @throws SatchelError UNAUTHENTICATED | SESSION_REVOKED | SERVER_BUSY
   */
  push(token: string, request: PushRequest): Promise<readonly PushAnswer[]>;
}

interface Options {
  readonly sessions: Sessions;
  readonly facts: TenantFacts;
  readonly clock: Clock;
  readonly queueOf: (tenantId: string) => TenantQueue;
}

export function createPushService({ sessions, facts, clock, queueOf }: Options): PushService {
  async function authorise(
    token: string,
  ): Promise<{ readonly session: WriteSession; readonly isDuplicateEmailAllowed: boolean }> {
    const session = await sessions.forWriting(token);
    const { allowDuplicateEmails } = await facts.tenant(session.tenantId);
    return { session, isDuplicateEmailAllowed: allowDuplicateEmails };
  }

  return {
    async push(token, { mutations }) {
      const receivedAtMs = clock.wallMs();
      try {
        const authorised = await authorise(token);
        return await new Promise<readonly PushAnswer[]>((resolve, reject) => {
          const units = new Set(authorised.session.units);
          const job: PushJob = {
            ...authorised,
            units,
            receivedAtMs,
            mutations: mutations.map(prepareMutation),
            charges: new Map(),
            rounds: 0,
            resolve,
            reject,
          };
          queueOf(authorised.session.tenantId).add(job);
        });
      } catch (error) {
        if (!(error instanceof SatchelError) || !AWAY.has(error.code)) throw error;
        const outcome = {
          kind: 'later',
          code: 'WRAPPER_UNREACHABLE',
          message: 'The platform that grants permissions does not answer; the changes wait.',
        } as const;
        return mutations.map(({ id }) => ({ id, outcome }));
      }
    },
  };
}

const AWAY: ReadonlySet<string> = new Set(['WRAPPER_UNREACHABLE', 'BAD_ANSWER', 'RATE_LIMITED']);
