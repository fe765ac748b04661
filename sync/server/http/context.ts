import type { Clock } from '../../model/clock.ts';
import type { WrapperClient } from '../../wrapper-api/client.ts';
import type { AccessLog } from '../access/access-log.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { PullService } from '../pull/pull-service.ts';
import type { PushService } from '../push/push-service.ts';
import type { SumsService } from '../sums/sums-service.ts';
import type { Store } from '../store/store.ts';
import type { Sessions } from '../wrapper/sessions.ts';
import type { WebhookService } from '../wrapper/webhook-service.ts';

/** What the routes work with. */
export interface ServerContext {
  readonly store: Store;
  readonly wrapper: WrapperClient;
  readonly sessions: Sessions;
  readonly push: PushService;
  readonly pull: PullService;
  readonly sums: SumsService;
  readonly access: AccessLog;
  readonly events: EventHub;
  readonly webhooks: WebhookService;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly epoch: () => string;
  /** More from one bearer token, or from one address without a token, are answered RATE_LIMITED. */
  readonly requestsPerSecond: number;
}
