import type { Store } from '../../../sync/server/store/store.ts';
import { HALDEN_DEMO } from './demo-tenant-facts.ts';
import { generateDemo, type DemoOptions } from './generate-demo.ts';

const SEED = 20_260_101;

/**
 * Fills the demo tenant, whole or not at all; a tenant that has rows is left alone.
 * @returns the number of rows loaded, 0 where there were some already
 */
export async function loadDemo(
  store: Pick<Store, 'head' | 'loadRows'>,
  { size, nowMs, seed = SEED, tenant = HALDEN_DEMO }: Pick<DemoOptions, 'size' | 'nowMs'> & Partial<DemoOptions>,
): Promise<number> {
  if ((await store.head(tenant.tenantId)) > 0) return 0;
  return store.loadRows(tenant.tenantId, generateDemo({ size, nowMs, seed, tenant }));
}
