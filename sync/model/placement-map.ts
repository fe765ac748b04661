import type { Held } from './placement.ts';

/** What a table, a cache or a call holds. Several where one table holds several types. */
type Holding = Readonly<Record<string, readonly Held[]>>;

const RECORDS = [
  'contacts',
  'companies',
  'deals',
  'activities',
  'notes',
  'tasks',
  'pipelines',
  'preferences',
  'custom-fields',
  'audit',
] as const satisfies readonly Held[];
const CACHED = [
  'employees',
  'organisation',
  'roles',
  'tenant-config',
  'credit-config',
] as const satisfies readonly Held[];

/** Tables of the laptop's file (`main/db/migrations`). */
export const LOCAL_TABLES = {
  pipeline: ['pipelines'],
  preference: ['preferences'],
  contact: ['contacts', 'custom-fields'],
  company: ['companies', 'custom-fields'],
  deal: ['deals', 'custom-fields'],
  activity: ['activities'],
  note: ['notes'],
  task: ['tasks'],
  history: ['audit'],
  wrapperCache: CACHED,
  /** Tokens and the window's stamp, and the permission snapshot that the window rests on. */
  windowState: ['infrastructure', 'permissions'],
  searchText: ['infrastructure'],
  setChange: ['infrastructure'],
  syncState: ['infrastructure'],
  mutation: ['infrastructure'],
  mutationAfter: ['infrastructure'],
  mutationRow: ['infrastructure'],
  leftScope: ['infrastructure'],
  savedForm: ['infrastructure'],
  /** Lines of the access log on their way; the log itself is read at the server, live. */
  accessEntry: ['audit'],
  healthBucket: ['infrastructure'],
  meta: ['infrastructure'],
} as const satisfies Holding;

/** Tables of the sync server's database (`sync/server/store`). */
export const SERVER_TABLES = {
  entity: RECORDS,
  /** Who read what; read online only, by those who may read audit. */
  access: ['audit'],
  scope_exit: ['infrastructure'],
  /** Normalised addresses, for uniqueness within a tenant. */
  email_key: ['contacts'],
  charge_intent: ['credits'],
  wrapper_cache: ['organisation', 'tenant-config', 'credit-config'],
  tenant_head: ['infrastructure'],
  boot: ['infrastructure'],
  boot_head: ['infrastructure'],
  head_mark: ['infrastructure'],
  tenant_limit: ['infrastructure'],
  remembered: ['infrastructure'],
  webhook: ['infrastructure'],
  server_meta: ['infrastructure'],
} as const satisfies Holding;

/** Topics of the laptop's TTL caches (`main/wrapper/cache-table.ts`). */
export const LOCAL_CACHES = {
  employee: ['employees'],
  organisation: ['organisation'],
  roles: ['roles'],
  tenant: ['tenant-config'],
  'credit-config': ['credit-config'],
} as const satisfies Holding;

/** First part of the keys in the server's cache (`sync/server/wrapper/tenant-facts.ts`). */
export const SERVER_CACHES = {
  organisations: ['organisation'],
  tenant: ['tenant-config'],
  'credit-config': ['credit-config'],
  roles: ['roles'],
} as const satisfies Holding;

/** Every call to the wrapper (`sync/wrapper-api/endpoints.ts`); what is cached is fetched by one of them, too. */
export const WRAPPER_CALLS = {
  token: ['infrastructure'],
  validate: ['infrastructure'],
  tenant: ['tenant-config'],
  employees: ['employees'],
  employee: ['employees'],
  organizations: ['organisation'],
  permissions: ['permissions'],
  roles: ['roles'],
  credits: ['credits'],
  creditConfig: ['credit-config'],
  consume: ['credits'],
  refund: ['credits'],
} as const satisfies Holding;

/**
 * Reads on the laptop that are measured, by topic of the contract (`main/contract`), or by one call of it where that
 * reads something else. What stands in a cache is counted there.
 */
export const LOCAL_READS = {
  contacts: ['contacts', 'custom-fields'],
  companies: ['companies', 'custom-fields'],
  deals: ['deals', 'custom-fields'],
  'deals.pipelines': ['pipelines'],
  preferences: ['preferences'],
  tasks: ['tasks'],
  timeline: ['activities', 'notes', 'audit'],
  search: ['contacts', 'companies', 'deals', 'notes', 'tasks'],
  'live.openDeals': ['deals'],
  'live.myTasks': ['tasks'],
  'live.pipelines': ['pipelines'],
  'live.outbox': ['infrastructure'],
  measures: ['infrastructure'],
} as const satisfies Holding;

/** Changes on the laptop, by topic of the mutation (`sync/model/mutations`); each of them writes history. */
export const LOCAL_WRITES = {
  contacts: ['contacts', 'audit'],
  companies: ['companies', 'audit'],
  deals: ['deals', 'audit'],
  activities: ['activities', 'audit'],
  notes: ['notes', 'audit'],
  tasks: ['tasks', 'audit'],
  pipelines: ['pipelines', 'audit'],
  preferences: ['preferences', 'audit'],
} as const satisfies Holding;

/** What a measured name stands for: by its whole name, else by its topic. */
export function heldBy(holding: Holding, name: string): readonly Held[] {
  return holding[name] ?? holding[name.split('.', 1)[0] ?? name] ?? [];
}
