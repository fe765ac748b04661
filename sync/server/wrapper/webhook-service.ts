import type { Clock } from '../../model/clock.ts';
import { SatchelError } from '../../protocol/satchel-error.ts';
import { isWebhookGenuine, WebhookEvent } from '../../wrapper-api/webhook.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { Store } from '../store/store.ts';
import type { Sessions } from './sessions.ts';
import { CACHE_KEYS } from './tenant-facts.ts';
import type { TtlCache } from './ttl-cache.ts';

export interface WebhookService {
  /**
   * Takes an event of the wrapper: drops what it says is old and pokes the tenant's clients.
   * @throws SatchelError UNAUTHENTICATED (signature or age) | BAD_REQUEST | ID_REUSED (seen before)
   */
  take(body: string, signature: string | undefined): Promise<void>;
  /** Does what an event asks for that another process on this database took; one that only a newer build knows, nothing. */
  hear(body: string): Promise<void>;
}

interface Options {
  readonly secret: string;
  readonly store: Store;
  readonly cache: TtlCache;
  readonly sessions: Sessions;
  readonly events: EventHub;
  readonly clock: Clock;
}

export function createWebhookService(options: Options): WebhookService {
  const { secret, store, clock } = options;
  return {
    async take(body, signature) {
      const isGenuine = await isWebhookGenuine(secret, { header: signature ?? null, body, nowMs: clock.wallMs() });
      if (!isGenuine) throw new SatchelError('UNAUTHENTICATED', 'The signature does not fit, or it is too old.');
      const event = WebhookEvent.safeParse(parseJson(body));
      if (!event.success) throw new SatchelError('BAD_REQUEST', 'The event does not fit the contract.');
      const isNew = await store.takeWebhook({ id: event.data.id, body, atMs: clock.wallMs() });
      if (!isNew) throw new SatchelError('ID_REUSED', 'This event was taken before.');
      await act(options, event.data);
    },
    async hear(body) {
      const event = WebhookEvent.safeParse(parseJson(body));
      if (event.success) await act(options, event.data);
    },
  };
}

async function act({ cache, sessions, events }: Options, event: WebhookEvent): Promise<void> {
  const { tenantId, employeeId, sessionId } = event;
  if (event.type === 'session.revoked') {
    // an event that names nobody ends everybody's: too much asked for is answered by a new sign-in, too little by nothing
    sessions.forget({ tenantId, employeeId: sessionId === undefined ? employeeId : undefined, sessionId });
    events.revoke(tenantId, { sessionId, employeeId });
    return;
  }
  if (event.type === 'employee.changed') sessions.forget({ tenantId, employeeId });
  if (event.type === 'role.changed' || event.type === 'organization.changed') sessions.forget({ tenantId });
  await cache.drop(CACHES[event.type].map((cacheKey) => CACHE_KEYS[cacheKey](tenantId)));
  events.tell(tenantId, {
    kind: 'wrapper-changed',
    topic: event.type,
    ...(employeeId === undefined ? {} : { id: employeeId }),
  });
}

const CACHES = {
  'role.changed': ['roles'],
  'employee.changed': [],
  'organization.changed': ['organisations'],
  'tenant.changed': ['tenant'],
  'credit-config.changed': ['creditConfig'],
} as const satisfies Record<string, readonly (keyof typeof CACHE_KEYS)[]>;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
