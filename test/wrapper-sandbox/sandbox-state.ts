import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../../sync/model/clock.ts';
import { createCallLog, type CallLog } from './call-log.ts';
import { createCreditAccount, type CreditAccount } from './credit-account.ts';
import { DEMO_SEED } from './demo-seed.ts';
import { createDirectory, type Directory } from './directory.ts';
import { createFaultInjector, type FaultInjector } from './faults.ts';
import type { SandboxAccount, SandboxSeed } from './sandbox-seed.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { systemClock } from './system-clock.ts';
import type { WebhookTarget } from './webhook-sender.ts';

export interface SandboxOptions {
  readonly clock?: Clock;
  readonly seed?: SandboxSeed;
  /** Decides which calls `errorRate` hits. */
  readonly random?: Random;
  /** Signs the tokens; give the same again and tokens outlive a restart. Random when missing. */
  readonly secret?: string;
  /** Where webhooks go; the environment's SATCHEL_SYNC_URL and SATCHEL_WEBHOOK_SECRET when missing. */
  readonly webhook?: WebhookTarget;
  /** Sends the webhooks. */
  readonly fetch?: typeof globalThis.fetch;
}

/** A whole wrapper in memory; nothing of it is ever written. */
export interface SandboxState {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly accounts: readonly SandboxAccount[];
  readonly directory: Directory;
  readonly sessions: Sessions;
  readonly credits: ReadonlyMap<string, CreditAccount>;
  readonly faults: FaultInjector;
  readonly log: CallLog;
  /** May be set later: the sync server is often started after its wrapper. */
  webhook: WebhookTarget | undefined;
}

export function createSandboxState(options: SandboxOptions = {}): SandboxState {
  const { clock = systemClock, seed = DEMO_SEED, random = Math.random } = options;
  const secret = options.secret ?? randomBytes(32).toString('base64url');
  const directory = createDirectory(seed);
  return {
    clock,
    fetch: options.fetch ?? globalThis.fetch,
    accounts: seed.accounts,
    directory,
    sessions: createSessions({ clock, secret, seed, directory }),
    credits: new Map(
      seed.tenants.map(({ tenant, availableCredits, creditConfig }) => [
        tenant.id,
        createCreditAccount(availableCredits, creditConfig),
      ]),
    ),
    faults: createFaultInjector(clock, random),
    log: createCallLog(),
    webhook: options.webhook ?? webhookFromEnvironment(),
  };
}

function webhookFromEnvironment(): WebhookTarget | undefined {
  const { SATCHEL_SYNC_URL: syncUrl, SATCHEL_WEBHOOK_SECRET: secret } = process.env;
  return syncUrl && secret ? { syncUrl, secret } : undefined;
}
