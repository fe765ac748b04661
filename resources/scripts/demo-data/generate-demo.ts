import type { Kind } from '../../../sync/model/kinds/all-kinds.ts';
import type { AnyRow } from '../../../sync/model/row.ts';
import { ACTIVITIES_EACH, agendaTask, type DemoDeal, presentDeals, presentPlaces, TASKS_EACH } from './demo-agenda.ts';
import { activityFields, noteFields, taskFields } from './demo-happenings.ts';
import { companyFields, contactFields, dealFields } from './demo-records.ts';
import { DEMO_PIPELINE, DEMO_PIPELINE_ID } from './demo-pipeline.ts';
import type { DemoTenant } from './demo-tenant-facts.ts';
import { DAY_MS, type Maker, type Place } from './demo-maker.ts';
import { dice, seededRandom } from './seeded-random.ts';

export type DemoSize = 'small' | 'large';

export interface DemoOptions {
  readonly size: DemoSize;
  readonly seed: number;
  readonly tenant: DemoTenant;
  /** The demo's present: what is due, is due around it. The same options give the same rows. */
  readonly nowMs: number;
}

export interface DemoRow {
  readonly kind: Kind;
  readonly row: AnyRow;
}

const DEMO_COUNTS = {
  small: { company: 80, contact: 500, deal: 200, task: 250, activity: 3_000, note: 400 },
  large: { company: 8_000, contact: 100_000, deal: 30_000, task: 8_000, activity: 200_000, note: 15_000 },
} as const;

const PAST_MS = 700 * DAY_MS;

/** Rows of a whole demo tenant, what others refer to first; within a kind in order of their making. */
export function* generateDemo({ size, seed, tenant, nowMs }: DemoOptions): Generator<DemoRow> {
  const maker: Maker = { dice: dice(seededRandom(seed)), nowMs, currency: tenant.currency };
  const counts = DEMO_COUNTS[size];
  const admin = tenant.owners[0]?.employeeId ?? '';
  yield {
    kind: 'pipeline',
    row: rowOf({ id: DEMO_PIPELINE_ID, orgId: null, createdBy: admin, createdAtMs: nowMs - PAST_MS }, DEMO_PIPELINE),
  };

  const companies: Place[] = [];
  for (const createdAtMs of times(maker, counts.company)) {
    const { employeeId: ownerId, orgId } = maker.dice.pick(tenant.owners);
    const fields = companyFields(maker, ownerId, companies.length);
    const id = maker.dice.id(createdAtMs);
    companies.push({ id, orgId, ownerId, name: fields.name, companyId: id, contactId: null, createdAtMs });
    yield { kind: 'company', row: rowOf({ id, orgId, createdBy: ownerId, createdAtMs }, fields) };
  }

  const contacts: Place[] = [];
  for (const createdAtMs of times(maker, counts.contact)) {
    const company = maker.dice.pick(companies);
    const fields = contactFields(maker, company, contacts.length);
    const id = maker.dice.id(createdAtMs);
    const { orgId, ownerId } = company;
    contacts.push({
      id,
      orgId,
      ownerId,
      name: fields.lastName,
      companyId: fields.companyId,
      contactId: id,
      createdAtMs,
    });
    yield { kind: 'contact', row: rowOf({ id, orgId, createdBy: ownerId, createdAtMs }, fields) };
  }

  const deals: DemoDeal[] = [];
  const presentOf = presentDeals(maker);
  for (const createdAtMs of times(maker, counts.deal)) {
    const contact = maker.dice.pick(contacts);
    const fields = presentOf(contact.ownerId, dealFields(maker, contact, createdAtMs));
    const id = maker.dice.id(createdAtMs);
    deals.push({ ...contact, id, dealId: id, createdAtMs, isOpen: fields.status === 'open' });
    const row = rowOf({ id, orgId: contact.orgId, createdBy: contact.ownerId, createdAtMs }, fields);
    yield { kind: 'deal', row: { ...row, updatedAtMs: fields.stageEnteredAtMs } };
  }

  const owners = [...new Set(tenant.owners.map(({ employeeId }) => employeeId))];
  const presentPlace = presentPlaces(owners, deals, contacts);
  for (const [kind, fieldsOf, each] of [
    ['task', taskFields, TASKS_EACH],
    ['activity', activityFields, ACTIVITIES_EACH],
    ['note', noteFields, 0],
  ] as const) {
    let left = counts[kind];
    for (const createdAtMs of times(maker, counts[kind])) {
      left -= 1;
      const isPresent = left < each * owners.length;
      const anywhere = maker.dice.chance(0.4) ? maker.dice.pick(deals) : maker.dice.pick(contacts);
      const place = isPresent ? presentPlace(left) : anywhere;
      const { orgId, ownerId } = place;
      const base = { id: maker.dice.id(createdAtMs), orgId, createdBy: ownerId, createdAtMs };
      const fields = fieldsOf(maker, place, createdAtMs);
      const present = isPresent && kind === 'task' ? agendaTask(maker, Math.floor(left / owners.length)) : {};
      yield { kind, row: rowOf(base, { ...fields, ...present }) };
    }
  }
}

/** Times of making over almost two years, rising, with gaps of uneven length. */
function* times({ dice: { random }, nowMs }: Maker, count: number): Generator<number> {
  const stepMs = (PAST_MS - DAY_MS) / count;
  for (let index = 0; index < count; index += 1) yield Math.floor(nowMs - PAST_MS + (index + random()) * stepMs);
}

interface Base {
  readonly id: string;
  readonly orgId: string | null;
  readonly createdBy: string;
  readonly createdAtMs: number;
}

const rowOf = (base: Base, fields: Readonly<Record<string, unknown>>): AnyRow => ({
  ...fields,
  ...base,
  updatedAtMs: base.createdAtMs,
  isDeleted: false,
});
