import { copyFileSync } from 'node:fs';
import type { ServerHooks } from '../../../sync/server/server-hooks.ts';
import { HALDEN_TENANT_ID } from '../../wrapper-sandbox/demo-tenant.ts';
import type { Field, Laptop } from './field.ts';
import { synced } from './records.ts';

/** Copies of the server's database, taken and put back while nobody has it open. */
export const backUp = (field: Field) => field.restartServer(undefined, (path) => copyFileSync(path, `${path}.backup`));
export const restore = (field: Field, hooks?: ServerHooks) =>
  field.restartServer(hooks, (path) => copyFileSync(`${path}.backup`, path));

/** Off the net, and knowing it. */
export async function away(...laptops: readonly Laptop[]): Promise<void> {
  for (const laptop of laptops) {
    laptop.network.isDown = true;
    await laptop.engine.call.sync.now();
  }
}

export async function back(...laptops: readonly Laptop[]): Promise<void> {
  for (const laptop of laptops) laptop.network.isDown = false;
  await synced(...laptops);
}

export async function available(field: Field): Promise<number> {
  const { accessToken } = await field.tokens('admin');
  const response = await fetch(`${field.sandbox.url}/api/billing/credits/${HALDEN_TENANT_ID}`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  return ((await response.json()) as { available: number }).available;
}

/** What history says was done to a contact, sorted. */
export async function actionsOn(laptop: Laptop, id: string): Promise<readonly string[]> {
  const of = { kind: 'contact', id } as const;
  const { items } = await laptop.engine.call.timeline.page({ of, kinds: ['history'], limit: 50 });
  return items.flatMap((entry) => (entry.kind === 'history' ? [entry.row.action] : [])).toSorted();
}
