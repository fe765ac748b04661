import { afterEach, beforeEach, expect, test } from 'vitest';
import { seededRandom } from '../../../resources/scripts/demo-data/seeded-random.ts';
import { HALDEN_EMPLOYEES, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { mutation, newId, pull, pullAll, push, signIn, startWorld, type World } from './start-world.ts';

const WRITERS = 5;
const READERS = 4;
const ROUNDS = 20;
const { south } = HALDEN_UNITS;
let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

type Random = () => number;
const upTo = (random: Random, most: number): number => 1 + Math.floor(random() * most);

/** New companies and later edits of own ones, so that rows leave their old numbers behind. */
async function write(token: string, random: Random): Promise<void> {
  const own: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const mutations = Array.from({ length: upTo(random, 6) }, () => {
      const companyId = own.length > 0 && random() < 0.5 ? own[Math.floor(random() * own.length)] : undefined;
      if (companyId !== undefined)
        return mutation({ name: 'companies.edit', args: { companyId, set: { name: `Alder ${random()}` } } });
      const args = { companyId: newId(), name: 'Alder', orgId: south };
      own.push(args.companyId);
      return mutation({ name: 'companies.create', args });
    });
    await push(world, token, mutations);
  }
}

/** Pulls pages of random sizes until the writers are done. */
async function read(token: string, random: Random, isDone: () => boolean): Promise<Record<string, number>> {
  const replica: Record<string, number> = {};
  let cursor: string | null = null;
  let last = 0;
  for (let isLastRound = false; ;) {
    isLastRound = isDone();
    for (let more = true; more;) {
      const page = await pull(world, token, { cursor, limit: upTo(random, 40) });
      for (const [, id, seq] of page.rows) {
        expect(seq).toBeGreaterThan(last);
        last = seq;
        replica[id] = seq;
      }
      ({ cursor, more } = page);
    }
    if (isLastRound) return replica;
    await new Promise((resolve) => setTimeout(resolve, random() * 5));
  }
}

test.each([1, 2, 3])(
  'readers between random pushes pass no row, seed %i',
  async (seed) => {
    const random = seededRandom(seed);
    const admin = await signIn(world, HALDEN_EMPLOYEES.admin);
    let writing = WRITERS;
    const writers = Array.from({ length: WRITERS }, () => write(admin, random).finally(() => (writing -= 1)));
    const readers = Array.from({ length: READERS }, () => read(admin, random, () => writing === 0));
    await Promise.all(writers);
    const replicas = await Promise.all(readers);
    const { rows } = await pullAll(world, admin);
    const expected = Object.fromEntries(rows.map(([, id, seq]) => [id, seq]));
    expect(rows.length).toBeGreaterThan(WRITERS * ROUNDS);
    for (const replica of replicas) expect(replica).toEqual(expected);
  },
  30_000,
);
