import type { Employee } from '../../sync/wrapper-api/employees.ts';
import type { Cached, Person, TenantInfo, Unit } from '../contract/people.ts';
import type { OrganisationNode } from '../../sync/wrapper-api/organisations.ts';
import type { Tenant } from '../../sync/wrapper-api/tenants.ts';
import type { CachedValue } from '../wrapper/ttl-cache.ts';
import type { AppImplementer } from './app-context.ts';

const person = ({ id, displayName, email, title, active }: Employee): Person => ({
  employeeId: id,
  displayName,
  email,
  title: title === '' ? null : title,
  isActive: active,
});

const unit = ({ id, name, kind, children }: OrganisationNode): Unit => ({
  orgId: id,
  name,
  kind,
  children: children.map(unit),
});

function cached<T, Shown>(known: CachedValue<T> | undefined, show: (value: T) => Shown): Cached<Shown> {
  if (known === undefined) return { value: null, cachedAtMs: null, isStale: true };
  return { value: show(known.value), cachedAtMs: known.cachedAtMs, isStale: known.isStale };
}

const tenantInfo =
  ({ windowMs, logo }: { readonly windowMs: number; readonly logo: string | null }) =>
  (tenant: Tenant): TenantInfo => ({
    tenantId: tenant.id,
    name: tenant.name,
    currency: tenant.currency,
    locale: tenant.locale,
    features: tenant.features,
    accentColor: tenant.branding.accentColor ?? null,
    logo,
    defaultPipelineId: tenant.defaultPipelineId ?? null,
    offlineWindowMinutes: Math.round(windowMs / 60_000),
  });

/** What the account service owns, from this laptop's caches; a read never waits for the network. */
export function peopleRoutes({ people }: AppImplementer) {
  return {
    byId: people.byId.handler(({ context, input }) => {
      const { caches } = context.signedIn().session;
      return input.employeeIds.flatMap((id) => {
        const known = caches.get('employee', id);
        return known === undefined ? [] : [person(known.value)];
      });
    }),
    list: people.list.handler(({ context }) => {
      const { caches } = context.signedIn().session;
      const known = caches.list().filter(({ topic }) => topic === 'employee');
      const value = known
        .flatMap(({ key }) => caches.peek('employee', key.slice('employee:'.length)) ?? [])
        .map((each) => person(each.value));
      const cachedAtMs = known.length === 0 ? null : Math.min(...known.map((each) => each.cachedAtMs));
      return { value, cachedAtMs, isStale: known.some(({ isStale }) => isStale) };
    }),
    organisation: people.organisation.handler(({ context }) => {
      const { session } = context.signedIn();
      return cached(session.caches.get('organisation', session.identity().tenantId), unit);
    }),
    tenant: people.tenant.handler(({ context }) => {
      const signedIn = context.signedIn();
      const { session, logo } = signedIn;
      const shown = tenantInfo({ windowMs: signedIn.window.lengthMs(), logo: logo.current() });
      return cached(session.caches.get('tenant', session.identity().tenantId), shown);
    }),
    freshness: people.freshness.handler(({ context }) => context.signedIn().session.caches.list()),
  };
}
