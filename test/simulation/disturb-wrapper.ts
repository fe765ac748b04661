import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../wrapper-sandbox/demo-tenant.ts';
import { tokensIn, type Value } from './intents.ts';
import { grantTokens, type SimulatedLaptop } from './laptop.ts';
import { SYNC_URL } from './line.ts';
import type { Run } from './run.ts';

/** What the account service and its administrators do, and what a stranger tries; everything ends again by itself. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export async function wrapperOutage({ world, note }: Run): Promise<void> {
  const { dice } = world;
  const faults = dice.pick([
    { outage: true },
    { errorRate: 0.5 },
    { latencyMs: dice.int(200, 2_000) },
    { captivePortal: true },
    { rateLimit: { perSecond: 2, retryAfterS: dice.int(1, 5) } },
  ]);
  await world.wrapper.control('PUT', 'faults', faults);
  world.counts.wrapperOutages += 1;
  note(`the wrapper: ${JSON.stringify(faults)}`);
  world.time.after(dice.int(5 * SECOND, 90 * SECOND), () => world.wrapper.control('PUT', 'faults', {}));
}

const MOVING = [HALDEN_EMPLOYEES.sales, HALDEN_EMPLOYEES.salesSouth, HALDEN_EMPLOYEES.manager] as const;
const { north, northField, northInsideSales, south } = HALDEN_UNITS;
const POSTS = [[northField], [south], [north], [northField, south], [northInsideSales], [northInsideSales, south]];

export async function changeScope({ world, note }: Run): Promise<void> {
  const { dice } = world;
  const employeeId = dice.pick(MOVING);
  const orgIds = dice.pick(POSTS);
  await world.wrapper.control('PUT', `employees/${employeeId}`, { orgIds });
  world.counts.scopeChanges += 1;
  note(`${employeeId} now works in ${orgIds.join(', ')}`);
  await tell(world, 'employee.changed', employeeId);
}

export async function changePermissions({ world, note }: Run): Promise<void> {
  const { dice } = world;
  const employeeId = dice.pick(MOVING);
  const { directory } = world.wrapper.state;
  const employee = directory.findEmployee(employeeId);
  if (employee === undefined) return;
  const all = directory.permissionsOf(employee);
  const kept = dice.pick([
    [],
    all.filter(({ action }) => action === 'read'),
    all.filter(({ action }) => action !== 'delete'),
  ]);
  await world.wrapper.control('PUT', `permissions/${employeeId}`, kept);
  world.counts.permissionChanges += 1;
  note(`${employeeId} keeps ${kept.length} of ${all.length} permissions`);
  await tell(world, 'role.changed', employeeId);
  world.time.after(dice.int(10 * SECOND, 3 * MINUTE), () =>
    world.wrapper.control('PUT', `permissions/${employeeId}`, all),
  );
}

export async function emptyCredits({ world, note }: Run): Promise<void> {
  const { dice } = world;
  const available = dice.pick([0, 0.1, 0.5, 1]);
  await world.wrapper.control('PUT', `credits/${HALDEN_TENANT_ID}`, { available });
  world.counts.creditDroughts += 1;
  note(`${available} credits are left`);
  world.time.after(dice.int(10 * SECOND, 2 * MINUTE), () =>
    world.wrapper.control('PUT', `credits/${HALDEN_TENANT_ID}`, { available: 100_000 }),
  );
}

/** A customer of another company names records that are not theirs: refused like unknown ones, and not a word of them. */
export function intrude({ world, ledger, note, fail }: Run, laptop: SimulatedLaptop): void {
  const { dice, servers, time } = world;
  const foreign = ledger.records.filter(({ tenantId }) => tenantId !== laptop.account.tenantId);
  const targets = ['contact', 'deal'].map((of) => dice.pick(foreign.filter((record) => record.of === of)));
  const mutations = targets.flatMap(({ of, id }) => [
    attempt(
      dice.id(world.epochMs),
      `${of}s.edit`,
      { [`${of}Id`]: id, set: { tags: ['taken'] } },
      time.nowMs() + world.epochMs,
    ),
    attempt(dice.id(world.epochMs), `${of}s.delete`, { [`${of}Id`]: id }, time.nowMs() + world.epochMs),
  ]);
  world.counts.intrusions += 1;
  note(`${laptop.name} tries the ids of strangers`);
  const ask = async (): Promise<void> => {
    const { accessToken } = await grantTokens(world.wrapper, laptop.account);
    const headers = {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      'satchel-protocol': '1',
    };
    const body = JSON.stringify({ deviceId: dice.id(world.epochMs), mutations });
    const response = await servers.handle(new Request(`${SYNC_URL}/v1/push`, { method: 'POST', headers, body }));
    const text = await response.text();
    const isForeign = (command: number) => ledger.byCommand(command)?.tenantId !== laptop.account.tenantId;
    if (tokensIn(text).some(isForeign)) fail(`${laptop.name} is told of strangers: ${text}`);
    if (response.status === 200 && text.includes('"applied"')) fail(`${laptop.name} changes strangers: ${text}`);
  };
  // A server that dies meanwhile answers nothing.
  ask().catch(() => undefined);
}

function attempt(id: string, name: string, args: Value, wallMs: number) {
  const hlc = `${String(Math.floor(wallMs)).padStart(15, '0')}-00000`;
  const pass = { mode: 'lease', entries: [] };
  return { id, name, version: 1, args, wallMs: Math.floor(wallMs), hlc, seen: {}, after: [], pass };
}

/** Webhooks are lost as anything else. */
async function tell(world: Run['world'], type: string, employeeId: string): Promise<void> {
  if (!world.servers.isUp() || world.dice.chance(0.4)) return;
  await world.wrapper.control('POST', 'webhook', { type, employeeId });
}
