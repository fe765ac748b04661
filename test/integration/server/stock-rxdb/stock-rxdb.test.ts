import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEMO_PIPELINE_ID } from '../../../../resources/scripts/demo-data/demo-pipeline.ts';
import { loadDemo } from '../../../../resources/scripts/demo-data/load-demo.ts';
import { dice, seededRandom, type Dice } from '../../../../resources/scripts/demo-data/seeded-random.ts';
import { KIND_NAMES } from '../../../../sync/model/kinds/all-kinds.ts';
import type { WireMutation } from '../../../../sync/protocol/push.ts';
import { HALDEN_EMPLOYEES, HALDEN_UNITS } from '../../../wrapper-sandbox/demo-tenant.ts';
import {
  brief,
  control,
  headers,
  mutation,
  newId,
  pullAll,
  push,
  signIn,
  startWorld,
  type World,
} from '../start-world.ts';
import { openStockClient, type Doc, type StockClient } from './client.ts';

const { northField, northInsideSales } = HALDEN_UNITS;
let world: World;
let manager: string;
let client: StockClient;

beforeEach(async () => {
  world = await startWorld();
  await loadDemo(world.server.store, { size: 'small', nowMs: Date.now() });
  manager = await signIn(world, HALDEN_EMPLOYEES.manager);
});
afterEach(async () => {
  await client.close();
  await world.close();
});

/** What a reader who starts now would have, live rows only. */
async function freshReplica(token: string): Promise<ReadonlyMap<string, ReadonlyMap<string, Doc>>> {
  const byKind = new Map(KIND_NAMES.map((kind) => [kind as string, new Map<string, Doc>()]));
  for (const [kind, id, seq, orgId, isDeleted, body] of (await pullAll(world, token)).rows)
    if (isDeleted === 0 && body !== null) byKind.get(kind)?.set(id, { id, seq, orgId: orgId ?? '', body });
  return byKind;
}

async function expectConverged(token: string): Promise<void> {
  await client.caughtUp();
  const wanted = await freshReplica(token);
  for (const kind of KIND_NAMES) {
    const got = await client.documents(kind);
    expect(linesOf(got), kind).toEqual(linesOf(wanted.get(kind) ?? new Map()));
  }
}

/** Small to compare: what differs is one line. */
const linesOf = (documents: ReadonlyMap<string, Doc>): readonly string[] =>
  [...documents.values()].map(({ id, seq, orgId, body }) => JSON.stringify([id, seq, orgId, sorted(body)])).toSorted();

const sorted = (body: Doc['body']): object => Object.entries(body).toSorted(([a], [b]) => (a < b ? -1 : 1));

interface Known {
  readonly contacts: string[];
  readonly deals: string[];
  /** Sequence number of a row as last seen; a delete names it. */
  readonly seqById: Map<string, number>;
}

function randomChange(random: Dice, { contacts, deals, seqById }: Known): WireMutation {
  const contactId = random.pick(contacts);
  const seen = { [`contact:${contactId}:*`]: { kind: 'seq' as const, seq: seqById.get(contactId) ?? 0 } };
  const orgId = random.pick([northField, northInsideSales]);
  switch (random.int(0, 6)) {
    case 0: {
      const id = newId();
      contacts.push(id);
      return mutation({ name: 'contacts.create', args: { contactId: id, firstName: 'Ana', lastName: 'Prova', orgId } });
    }
    case 1: {
      const id = newId();
      deals.push(id);
      const args = { dealId: id, title: 'Retrofit', orgId, pipelineId: DEMO_PIPELINE_ID, currency: 'EUR' };
      return mutation({ name: 'deals.create', args: { ...args, valueMinor: random.int(0, 1000) } });
    }
    case 2:
      return mutation({ name: 'contacts.delete', args: { contactId }, seen });
    case 3:
      return mutation({ name: 'contacts.restore', args: { contactId }, seen });
    case 4:
      return mutation({ name: 'notes.create', args: { noteId: newId(), contactId, body: 'Asked for a price.' } });
    case 5:
      return mutation({
        name: 'deals.edit',
        args: { dealId: random.pick(deals), set: { title: `T${random.int(0, 99)}` } },
      });
    default:
      return mutation({ name: 'contacts.edit', args: { contactId, set: { jobTitle: `J${random.int(0, 99)}` } } });
  }
}

test('a stock RxDB client pulls a tenant and converges under random change, also after a pause', async () => {
  client = await openStockClient(world.server.url, headers(manager), KIND_NAMES);
  await expectConverged(manager);
  const random = dice(seededRandom(20_261_122));
  const before = await freshReplica(manager);
  const known: Known = {
    contacts: [...(before.get('contact')?.keys() ?? [])].slice(0, 40),
    deals: [...(before.get('deal')?.keys() ?? [])].slice(0, 20),
    seqById: new Map([...(before.get('contact')?.values() ?? [])].map(({ id, seq }) => [id, seq])),
  };
  const deletedIds = new Set<string>();
  const verdicts = new Map<string, number>();
  for (let round = 0; round < 6; round += 1) {
    if (round === 3) await client.pause();
    for (let count = 0; count < 8; count += 1) {
      const changes = Array.from({ length: random.int(1, 6) }, () => randomChange(random, known));
      for (const { outcome } of await push(world, manager, changes)) {
        verdicts.set(brief(outcome), (verdicts.get(brief(outcome)) ?? 0) + 1);
        for (const [, id, seq, , isDeleted] of outcome.kind === 'decided' ? outcome.rows : []) {
          known.seqById.set(id, seq);
          if (isDeleted === 1) deletedIds.add(id);
        }
      }
    }
    if (round === 4) await client.resume();
    if (round !== 3) await expectConverged(manager);
  }
  expect(verdicts.get('applied')).toBeGreaterThan(80);
  expect(deletedIds.size).toBeGreaterThan(5);
  expect(client.errors).toEqual([]);
});

test('a unit taken away leaves the stock client, and one given is filled', async () => {
  client = await openStockClient(world.server.url, headers(manager), KIND_NAMES);
  await expectConverged(manager);
  const unitsOf = async () => new Set([...(await client.documents('contact')).values()].map(({ orgId }) => orgId));
  expect(await unitsOf()).toContain(northInsideSales);
  const change = (orgIds: readonly string[]) =>
    control(world, 'PUT', `employees/${HALDEN_EMPLOYEES.manager}`, { orgIds, roles: ['manager'], active: true });
  const changed = (orgIds: readonly string[]) =>
    change(orgIds).then(() =>
      control(world, 'POST', 'webhook', { type: 'employee.changed', employeeId: HALDEN_EMPLOYEES.manager }),
    );
  await changed([northField]);
  await expectConverged(manager);
  expect(await unitsOf()).not.toContain(northInsideSales);
  await changed([northField, HALDEN_UNITS.south]);
  await expectConverged(manager);
  expect(await unitsOf()).toContain(HALDEN_UNITS.south);
});

test('the client uses nothing of this project', () => {
  const source = readFileSync(join(import.meta.dirname, 'client.ts'), 'utf8');
  expect([...source.matchAll(/from '(\.[^']*)'/g)]).toEqual([]);
});
