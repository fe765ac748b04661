import { v7 as uuidV7 } from 'uuid';
import { HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import type { Laptop } from './field.ts';

/** Short ways to make records through the contract; every one returns the id. */
export const orgId = HALDEN_UNITS.northField;

const STAGES = [
  { stageId: 'lead', name: 'Lead', probability: 10, outcome: 'open' },
  { stageId: 'proposal', name: 'Proposal', probability: 50, outcome: 'open' },
  { stageId: 'won', name: 'Won', probability: 100, outcome: 'won' },
  { stageId: 'lost', name: 'Lost', probability: 0, outcome: 'lost' },
];

export async function run(laptop: Laptop, name: string, args: object, mutationId?: string) {
  return laptop.engine.call.mutations.run({ name, args, ...(mutationId === undefined ? {} : { mutationId }) });
}

export async function makeContact(laptop: Laptop, args: object = {}): Promise<string> {
  const contactId = uuidV7();
  const result = await run(laptop, 'contacts.create', {
    contactId,
    firstName: 'Ana',
    lastName: 'Solheim',
    orgId,
    ...args,
  });
  if (result.status === 'refused') throw new Error(`refused: ${result.code}`);
  return contactId;
}

export async function makePipeline(laptop: Laptop): Promise<string> {
  const pipelineId = uuidV7();
  await run(laptop, 'pipelines.save', {
    pipelineId,
    name: 'New business',
    position: 0,
    stages: STAGES,
    lostReasons: ['Price'],
  });
  return pipelineId;
}

export async function makeDeal(
  laptop: Laptop,
  args: { readonly pipelineId: string; readonly contactId?: string; readonly title?: string },
): Promise<string> {
  const dealId = uuidV7();
  const result = await run(laptop, 'deals.create', {
    dealId,
    title: 'Sensor retrofit',
    orgId,
    currency: 'EUR',
    valueMinor: 4_800_000,
    ...args,
  });
  if (result.status === 'refused') throw new Error(`refused: ${result.code}`);
  return dealId;
}

export async function synced(...laptops: readonly Laptop[]): Promise<void> {
  for (const laptop of laptops) {
    const outcome = await laptop.engine.call.sync.now();
    // What waits behind a parked change is no failure of the sync.
    if (outcome.kind !== 'done' && outcome.code !== 'BLOCKED')
      throw new Error(`sync stopped: ${outcome.code} ${outcome.message}`);
  }
}

export const counts = async (laptop: Laptop) => (await laptop.engine.call.sync.status()).counts;

export const contactOf = async (laptop: Laptop, contactId: string) =>
  (await laptop.engine.call.contacts.get({ contactId })).contact;

/** Codes of errors as they cross the contract. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'no error';
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}
