import type { Clock } from '../../sync/model/clock.ts';
import type { FeatureSwitches } from '../../sync/model/features.ts';
import type { Needs } from '../../sync/model/mutations/define-mutation.ts';
import type { GateVerdict } from '../gate/decide-gate.ts';
import type { LocalStore } from '../db/local-store.ts';

/** What the queue needs from the engine around it. */
export interface OutboxContext {
  readonly store: LocalStore;
  readonly clock: Clock;
  readonly employeeId: string;
  /** Units whose rows the user may see, as last answered. */
  readonly orgIds: () => ReadonlySet<string>;
  /** What the tenant has switched on and off, as last answered. */
  readonly features: () => FeatureSwitches;
  /** What may be written now; `behindDraft` is a draft that the write builds on. */
  readonly gate: (needs: Needs, behindDraft: string | null) => GateVerdict;
  /** Something is ready to be sent. */
  readonly wake: () => void;
}
