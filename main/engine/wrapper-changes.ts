import type { ServerEvent } from '../../sync/protocol/events.ts';
import type { LiveSession } from '../wrapper/live-session.ts';

const TENANT_TOPICS = ['tenant', 'organisation', 'credit-config', 'roles'] as const;

/** Asks behind the scenes for what is missing, stale or soon to be. */
export function keepWrapperData({ caches, identity }: LiveSession): void {
  for (const topic of TENANT_TOPICS) caches.keep(topic, identity().tenantId);
  caches.keep('employee', identity().employeeId);
}

/**
 * Asks again for everything, fresh or not. Rows that changed while nobody listened are found by the next pull; the
 * account service's data only by asking. A failure shows as a stale value.
 */
export function refreshWrapperData({ caches, identity }: LiveSession): void {
  const { tenantId, employeeId } = identity();
  for (const topic of TENANT_TOPICS) caches.refresh(topic, tenantId).catch(() => undefined);
  caches.refresh('employee', employeeId).catch(() => undefined);
}

/** The webhook's topic names what changed; permissions are live and are asked again with the roles. */
export function expireWrapperData(
  { caches }: LiveSession,
  { topic, id }: Extract<ServerEvent, { kind: 'wrapper-changed' }>,
): void {
  if (topic.startsWith('role')) caches.expire('roles');
  if (topic.startsWith('employee')) caches.expire('employee', id);
  if (topic.startsWith('organi')) caches.expire('organisation');
  if (topic.startsWith('tenant')) caches.expire('tenant');
  if (topic.startsWith('credit')) caches.expire('credit-config');
}
