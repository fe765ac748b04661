import type { LiveSession } from '../wrapper/live-session.ts';
import { priceMilli } from '../../sync/wrapper-api/price-milli.ts';

/**
 * What the cached credit configuration says of a feature. Only a fresh one may say "free", and only of a feature
 * without a limit: how near a limit is, is known live alone. It is never by itself a reason to allow what has a price.
 */
export function creditFacts(session: LiveSession, feature: string) {
  const cached = session.caches.get('credit-config', session.identity().tenantId);
  if (cached === undefined) return null;
  const isKnown = feature === 'contacts' || feature === 'deals' || feature === 'emails';
  const isFree =
    isKnown &&
    !cached.isStale &&
    priceMilli(cached.value, feature, 1) === 0 &&
    cached.value.featureLimits[feature] === null;
  return { isFree, fetchedAtMs: cached.cachedAtMs, validUntilMs: cached.expiresAtMs };
}
