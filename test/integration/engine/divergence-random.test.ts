import { v7 as uuidV7 } from 'uuid';
import { expect, test } from 'vitest';
import { dice, seededRandom, type Dice } from '../../../resources/scripts/demo-data/seeded-random.ts';
import { HALDEN_EMPLOYEES, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { makeContact, makeDeal, makePipeline, run } from './records.ts';
import { whilePassing } from './test-clock.ts';

const STEPS = 120;
const { northField, northInsideSales, south } = HALDEN_UNITS;
/** Text that a database or a wire may say in another way than it was given. */
const TEXTS = ['Buyer', 'Ünï cödé', '\ud83d\ude80', 'half \ud83d', 'nul \u0000 inside', '"quoted\\"', '', ' '];

interface Traffic {
  readonly field: Field;
  readonly laptops: readonly Laptop[];
  readonly chance: Dice;
  readonly contactIds: string[];
  readonly pipelineId: string;
  /** How often each kind of step did something. */
  readonly done: Map<string, number>;
}

type Step = (traffic: Traffic, laptop: Laptop) => Promise<boolean>;

const edit: Step = async ({ chance, contactIds }, laptop) => {
  const set = chance.pick([
    { jobTitle: chance.pick(TEXTS) },
    { tags: chance.chance(0.5) ? [] : ['vip', 'é'] },
    { phone: chance.chance(0.3) ? null : `0${chance.int(100, 999)}` },
    { otherEmails: [{ label: chance.pick(TEXTS), value: 'a@b.example' }] },
  ]);
  return (await run(laptop, 'contacts.edit', { contactId: chance.pick(contactIds), set })).status !== 'refused';
};

const onContact =
  (name: string, args: (traffic: Traffic) => object = () => ({})): Step =>
  async (traffic, laptop) => {
    const contactId = traffic.chance.pick(traffic.contactIds);
    return (await run(laptop, name, { contactId, ...args(traffic) })).status !== 'refused';
  };

/** Tries that failed wait for the laptop's clock. */
const syncNow = ({ engine, clock }: Laptop) => whilePassing(clock, engine.call.sync.now());
const verify = ({ engine, clock }: Laptop) => whilePassing(clock, engine.call.sync.verify());

const STEP_OF: Readonly<Record<string, Step>> = {
  edit,
  editAgain: edit,
  create: async ({ contactIds, chance }, laptop) => {
    contactIds.push(await makeContact(laptop, { jobTitle: chance.pick(TEXTS) }));
    return true;
  },
  note: onContact('notes.create', ({ chance }) => ({ noteId: uuidV7(), body: chance.pick(TEXTS) || 'empty' })),
  deal: async ({ chance, contactIds, pipelineId }, laptop) => {
    await makeDeal(laptop, { pipelineId, contactId: chance.pick(contactIds) }).catch(() => undefined);
    return true;
  },
  delete: onContact('contacts.delete'),
  restore: onContact('contacts.restore'),
  move: onContact('contacts.move', ({ chance }) => ({ orgId: chance.pick([northField, northInsideSales, south]) })),
  cut: async ({ chance }, laptop) => {
    laptop.network.isDown = chance.chance(0.5);
    return true;
  },
  hold: async ({ chance }, laptop) => {
    const items = await laptop.engine.call.outbox.list({ states: ['queued'] });
    if (items.length === 0) return false;
    await laptop.engine.call.outbox.hold({ mutationId: chance.pick(items).mutationId }).catch(() => undefined);
    return true;
  },
  scope: async ({ field, chance }) => {
    const orgIds = chance.pick([[northField], [northField, northInsideSales], [northInsideSales], [south]]);
    await field.control('PUT', `employees/${HALDEN_EMPLOYEES.sales}`, { orgIds, roles: ['sales'], active: true });
    return true;
  },
  sync: async (_traffic, laptop) => (await syncNow(laptop)).kind === 'done',
  /** Compared while the other laptop goes on. */
  verify: async (traffic, laptop) => {
    const other = traffic.laptops.find((each) => each !== laptop) ?? laptop;
    const [outcome] = await Promise.all([verify(laptop), edit(traffic, other), syncNow(other)]);
    if (outcome.kind === 'healed') throw new Error(`a false alarm: ${JSON.stringify(outcome.found)}`);
    return outcome.kind === 'same';
  },
};

test.each([11, 12, 13, 14])(
  'nothing is found to differ under random traffic, seed %i',
  async (seed) => {
    await using field = await openField();
    const laptops = [await field.laptop('admin'), await field.laptop('sanna.reyes')];
    const [admin] = laptops;
    if (admin === undefined) throw new Error('no laptop');
    const contactIds = [await makeContact(admin), await makeContact(admin)];
    const pipelineId = await makePipeline(admin);
    const chance = dice(seededRandom(seed));
    const traffic: Traffic = { field, laptops, chance, contactIds, pipelineId, done: new Map() };
    for (let step = 0; step < STEPS; step += 1) {
      const name = chance.pick(Object.keys(STEP_OF));
      const isDone = await STEP_OF[name]?.(traffic, chance.pick(laptops));
      if (isDone === true) traffic.done.set(name, (traffic.done.get(name) ?? 0) + 1);
    }
    expect([...traffic.done.keys()].toSorted()).toEqual(Object.keys(STEP_OF).toSorted());
    for (const laptop of laptops) {
      laptop.network.isDown = false;
      expect(await verify(laptop)).toEqual({ kind: 'same' });
      expect((await laptop.engine.call.sync.status()).agreement.found).toBeNull();
      // not even a suspicion
      expect(laptop.network.log.filter((path) => path === '/v1/bucket')).toEqual([]);
    }
  },
  90_000,
);
