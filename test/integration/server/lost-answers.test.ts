import { expect, test } from 'vitest';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { availableCredits, brief, mutation, newId, pullAll, pushOne, signIn, startWorld } from './start-world.ts';

const PRICE = 0.1;

/** The wrapper does what it is asked, and the answers to these paths are lost on the way back. */
function losing(): { readonly fetch: typeof globalThis.fetch; readonly paths: string[] } {
  const paths: string[] = [];
  return {
    paths,
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : String(input));
      const response = await fetch(input, init);
      const at = paths.findIndex((path) => url.pathname.includes(path));
      if (at === -1) return response;
      paths.splice(at, 1);
      await response.arrayBuffer();
      throw new TypeError('fetch failed');
    },
  };
}

test.each([1, 2, 5])(
  'an answer about a charge that is lost %i times leaves one charge and one effect',
  async (times) => {
    const wrapper = losing();
    const world = await startWorld({ fetch: wrapper.fetch });
    try {
      const token = await signIn(world, HALDEN_EMPLOYEES.sales);
      const before = availableCredits(world, HALDEN_TENANT_ID);
      const contactId = newId();
      const args = { contactId, lastName: 'Solheim', orgId: HALDEN_UNITS.northField };
      const one = mutation({ name: 'contacts.create', args });
      wrapper.paths.push(...Array.from({ length: times }, () => '/consume'));
      let last = '';
      for (let tries = 0; tries < 10 && last !== 'applied'; tries += 1) last = brief(await pushOne(world, token, one));
      expect([last, wrapper.paths]).toEqual(['applied', []]);
      expect(brief(await pushOne(world, token, one))).toBe('duplicate applied');
      expect(before - availableCredits(world, HALDEN_TENANT_ID)).toBeCloseTo(PRICE, 6);
      const kinds = (await pullAll(world, token)).rows.map(([kind]) => kind);
      expect(kinds.toSorted()).toEqual(['contact', 'history']);
    } finally {
      await world.close();
    }
  },
  30_000,
);

test('an answer about a refund that is lost gives the money back once', async () => {
  const wrapper = losing();
  const world = await startWorld({ fetch: wrapper.fetch });
  try {
    const token = await signIn(world, HALDEN_EMPLOYEES.sales);
    const create = (email: string) =>
      mutation({
        name: 'contacts.create',
        args: { contactId: newId(), lastName: 'Solheim', email, orgId: HALDEN_UNITS.northField },
      });
    const before = availableCredits(world, HALDEN_TENANT_ID);
    // both are charged before either is decided, so that one of them has to be given back
    const outcomes = await Promise.all(
      [create('a@b.example'), create('a@b.example')].map((each) => {
        wrapper.paths.push('/refund');
        return pushOne(world, token, each);
      }),
    );
    expect(outcomes.map(brief).toSorted()).toEqual(['applied', 'refused EMAIL_TAKEN']);
    for (let sweep = 0; sweep < 3; sweep += 1) await world.server.sweepCharges();
    expect(wrapper.paths).toEqual([]);
    expect(before - availableCredits(world, HALDEN_TENANT_ID)).toBeCloseTo(PRICE, 6);
  } finally {
    await world.close();
  }
}, 30_000);
