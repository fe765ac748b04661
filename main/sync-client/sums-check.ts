import type { Random } from '../../sync/model/clock.ts';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type { VerifyOutcome } from '../contract/types.ts';
import { getState, setState } from '../db/local-seq.ts';
import { endCheck, startHeal, suspects } from './agreement.ts';
import { differingBuckets, type SumsContext } from './compare-sums.ts';
import { healBuckets } from './heal-buckets.ts';
import { heldDeletions } from './hold-deletions.ts';
import { nextTrack } from './pull-track.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Spread, so that a fleet of laptops does not ask at the same hour. */
const JITTER_MS = 2 * 60 * 60_000;
const AFTER_FAILURE_MS = 10 * 60_000;

export interface SumsCheck {
  /** At the next head, whatever the day's plan says. */
  want(): void;
  /** To be called at the head, while nothing else is pulled or pushed. A failure costs the comparison and nothing else. */
  runIfDue(): Promise<void>;
  /** How the last comparison since `want` ended; null when there was none. */
  outcome(): VerifyOutcome | null;
}

/** Compares this laptop's copies with the server's rows once a day, and when somebody wants it (failures.md, 25). */
export function createSumsCheck(context: SumsContext & { readonly random: Random }): SumsCheck {
  const { store, clock, random, isClosed } = context;
  const { read } = store.db;
  let isWanted = false;
  let notBeforeMs = 0;
  let last: VerifyOutcome | null = null;

  const planNext = (): void =>
    store.db.write('normal', (tx) => setState(tx, 'sumsDueAtMs', clock.wallMs() + DAY_MS - random() * JITTER_MS));

  function isDue(): boolean {
    if (isWanted) return true;
    if (clock.monotonicMs() < notBeforeMs) return false;
    if (suspects(read) !== undefined) return true;
    const dueAtMs = getState<number>(read, 'sumsDueAtMs');
    if (dueAtMs === undefined) {
      planNext(); // rows that have just come need no comparison
      return false;
    }
    const inMs = dueAtMs - clock.wallMs();
    return inMs <= 0 || inMs > DAY_MS; // a clock that was set back must not put it off
  }

  /** The replica is of one state of the server; else there is nothing to compare it with. */
  function isWhole(): boolean {
    const { kind, cursor } = nextTrack(read);
    const isAtHead = getState<boolean>(read, 'isComplete') === true && getState(read, 'rebuild') === undefined;
    return isAtHead && kind === 'all' && cursor !== null && heldDeletions(read) === null;
  }

  async function check(): Promise<VerifyOutcome> {
    if (suspects(read) === undefined) {
      const startedAtMs = clock.wallMs();
      const buckets = await differingBuckets(context);
      store.db.write('normal', (tx) => startHeal(tx, { startedAtMs, buckets, found: null }));
    }
    await healBuckets(context);
    const found = suspects(read)?.found ?? null;
    store.db.write('normal', (tx) => endCheck(tx, clock.wallMs()));
    return found === null ? { kind: 'same' } : { kind: 'healed', found };
  }

  return {
    want() {
      isWanted = true;
      last = null;
    },
    outcome: () => last,
    async runIfDue() {
      try {
        if (isClosed() || !isWhole() || !isDue()) return;
        isWanted = false;
        last = await check();
        planNext();
      } catch (error) {
        const { code, message } = toSatchelError(error);
        last = { kind: 'stopped', code, message };
        notBeforeMs = clock.monotonicMs() + AFTER_FAILURE_MS;
      }
    },
  };
}
