import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { uuid } from './inputs.ts';
import type { CacheFreshness } from './types.ts';

/** Data that the account service owns, from the caches of this laptop; never waits for the network. */
export interface Cached<Value> {
  readonly value: Value | null;
  readonly cachedAtMs: number | null;
  readonly isStale: boolean;
}

export interface Person {
  readonly employeeId: string;
  readonly displayName: string;
  readonly email: string;
  readonly title: string | null;
  readonly isActive: boolean;
}

export interface Unit {
  readonly orgId: string;
  readonly name: string;
  readonly kind: string;
  readonly children: readonly Unit[];
}

export interface TenantInfo {
  readonly tenantId: string;
  readonly name: string;
  readonly currency: string;
  readonly locale: string;
  readonly features: Readonly<Record<string, boolean>>;
  readonly accentColor: string | null;
  /** A small picture as `data:` address, kept on this laptop. */
  readonly logo: string | null;
  /** Where a new deal starts; null leaves it to the order of the pipelines. */
  readonly defaultPipelineId: string | null;
  readonly offlineWindowMinutes: number;
}

export const people = {
  /** Profiles of these employees as far as they are cached; missing ones are fetched behind the scenes. */
  byId: oc.input(z.object({ employeeIds: z.array(uuid).max(500) })).output(type<readonly Person[]>()),
  list: oc.output(type<Cached<readonly Person[]>>()),
  organisation: oc.output(type<Cached<Unit>>()),
  tenant: oc.output(type<Cached<TenantInfo>>()),
  freshness: oc.output(type<readonly CacheFreshness[]>()),
};
