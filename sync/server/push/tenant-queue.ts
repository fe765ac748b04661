import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../model/clock.ts';
import type { PushAnswer } from '../../protocol/push.ts';
import { SatchelError } from '../../protocol/satchel-error.ts';
import type { Logger } from '../logger.ts';
import type { ServerHooks } from '../server-hooks.ts';
import type { Store } from '../store/store.ts';
import { outOfDate } from '../pull/witness.ts';
import { answersOf } from './answer.ts';
import type { Charger } from './charger.ts';
import { paidBefore } from './paid-before.ts';
import type { PushJob } from './push-job.ts';
import { decideGroup, isEmpty, type GroupResult } from './run-group.ts';

/** More waiting than this and a push is turned away at once; a queue that only grows helps nobody. */
const MAX_WAITING = 20_000;
/** One wait for the disk is shared by so many mutations; writing them holds the thread for some tens of milliseconds. */
const MAX_GROUP = 1000;
/** A push that has to be charged anew again and again is told to come back. */
const MAX_ROUNDS = 4;

export interface TenantQueueOptions {
  readonly tenantId: string;
  readonly store: Store;
  readonly charger: Charger;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hooks: ServerHooks;
  readonly onCommitted: (head: number, mutationCount: number) => void;
  readonly onRefund: () => void;
}

/** A push for each of its mutations. It is answered when all of them are, which may take further groups. */
function apart(job: PushJob): readonly PushJob[] {
  const answers: Promise<readonly PushAnswer[]>[] = [];
  const singles = job.mutations.map((prepared): PushJob => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly PushAnswer[]>();
    answers.push(promise);
    return { ...job, mutations: [prepared], resolve, reject };
  });
  Promise.all(answers).then(
    (each) => job.resolve(each.flat()),
    (error: unknown) => job.reject(error),
  );
  return singles;
}

export interface TenantQueue {
  /** @throws SatchelError SERVER_BUSY at once when too much is waiting */
  add(job: PushJob): void;
}

/**
 * The pushes of one tenant, one group after the other. What arrives while a group is decided and written shares the
 * next transaction, so that many clients cost few waits for the disk. Charges happen outside: they wait for nobody here.
 */
export function createTenantQueue(options: TenantQueueOptions): TenantQueue {
  const { tenantId, store, charger, clock, logger, hooks } = options;
  const waiting: PushJob[] = [];
  let waitingCount = 0;
  let isRunning = false;

  function enqueue(jobs: readonly PushJob[]): void {
    for (const job of jobs) {
      waiting.push(job);
      waitingCount += job.mutations.length;
    }
    if (!isRunning) void drain();
  }

  async function drain(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      await nextTurn(); // lets what has arrived meanwhile join
      await runGroup(takeGroup());
    }
    isRunning = false;
  }

  function takeGroup(): PushJob[] {
    const group: PushJob[] = [];
    let count = 0;
    for (let job = waiting[0]; job && (count === 0 || count + job.mutations.length <= MAX_GROUP); job = waiting[0]) {
      waiting.shift();
      group.push(job);
      count += job.mutations.length;
    }
    waitingCount -= count;
    return group;
  }

  /** Never throws: a group that fails is run again push by push, and a push mutation by mutation. */
  async function runGroup(jobs: readonly PushJob[]): Promise<void> {
    try {
      await decideAndWrite(jobs);
    } catch (error) {
      logger.warn('a group failed and is run one by one', { tenantId, pushes: jobs.length, error: String(error) });
      for (const job of jobs) await runAlone(job, jobs.length > 1, error);
    }
  }

  async function runAlone(job: PushJob, isWhole: boolean, cause: unknown): Promise<void> {
    if (isWhole) return runGroup([job]);
    if (job.mutations.length > 1) return runGroup(apart(job));
    const message = 'The server could not store this change; it is tried again.';
    job.resolve([{ id: job.mutations[0]?.wire.id ?? '', outcome: { kind: 'later', code: 'SERVER_BUSY', message } }]);
    logger.error('a change could not be stored', { tenantId, error: String(cause) });
  }

  async function decideAndWrite(jobs: readonly PushJob[]): Promise<void> {
    const result = await decideGroup(store, tenantId, jobs, clock.wallMs());
    for (const job of result.forgotten) job.reject(outOfDate());
    chargeOutside(result.toCharge);
    const decided = result.decided.map(({ job }) => job);
    if (isEmpty(result.write)) return answer(result);
    const mutationIds = result.write.remembered.map(({ mutationId }) => mutationId);
    await hooks.at?.('before-commit', { tenantId, mutationIds });
    // Before the verdict is durable, or nobody would ask again; should it turn out otherwise, the next attempt is charged.
    const paid = paidBefore(tenantId, result.decided, clock.wallMs());
    if (paid.length > 0) await store.giveBack(paid, clock.wallMs());
    const outcome = await store.commitGroup(result.write);
    if (outcome.kind === 'charge-gone') for (const job of decided) job.charges.delete(outcome.mutationId);
    if (outcome.kind !== 'committed') return enqueue(decided);
    await hooks.at?.('after-commit', { tenantId, mutationIds });
    if (result.write.head > result.write.expectedHead) options.onCommitted(result.write.head, mutationIds.length);
    if (paid.length > 0 || result.write.charges.some(({ state }) => state === 'refund')) options.onRefund();
    answer(result);
  }

  function answer({ decided, after }: GroupResult): void {
    for (const entry of decided) entry.job.resolve(answersOf(entry, after));
  }

  /** One call for all of the group; its pushes come back to the queue when the wrapper has answered. */
  function chargeOutside(toCharge: GroupResult['toCharge']): void {
    const [spent, open] = [
      toCharge.filter(({ job }) => job.rounds >= MAX_ROUNDS),
      toCharge.filter(({ job }) => job.rounds < MAX_ROUNDS),
    ];
    for (const { job } of spent)
      job.reject(new SatchelError('SERVER_BUSY', 'The changes could not be charged; try again.'));
    if (open.length === 0) return;
    void charger
      .charge(
        tenantId,
        open.flatMap(({ needs }) => needs),
      )
      .then((charges) => {
        for (const { job, needs } of open) {
          job.rounds += 1;
          for (const { mutationId } of needs) {
            const charge = charges.get(mutationId);
            if (charge) job.charges.set(mutationId, charge);
          }
        }
        enqueue(open.map(({ job }) => job));
      });
  }

  return {
    add(job) {
      if (waitingCount > MAX_WAITING) {
        throw new SatchelError('SERVER_BUSY', 'Too many changes are waiting; try again shortly.', {
          data: { retryAfterMs: 2000 },
        });
      }
      enqueue([job]);
    },
  };
}
