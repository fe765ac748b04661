import { isContractProcedure, type AnyContractProcedure } from '@orpc/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { appContract } from '../../../main/contract/app-contract.ts';
import { RETRY_BY_CODE } from '../../../sync/protocol/error-codes.ts';
import { openField, type Laptop } from './field.ts';
import { contactOf, counts, makeContact, synced } from './records.ts';

const SEED = 20_261_122;
const RUNS_A_CALL = 25;

type Call = (input: unknown) => Promise<unknown>;

interface Procedure {
  readonly path: string;
  readonly fields: readonly string[];
}

/** Every call of the contract, with the fields that its input has. */
function proceduresIn(part: unknown, path: readonly string[] = []): readonly Procedure[] {
  if (isContractProcedure(part)) return [{ path: path.join('.'), fields: fieldsOf(part) }];
  return Object.entries(part as object).flatMap(([name, inner]) => proceduresIn(inner, [...path, name]));
}

function fieldsOf(procedure: AnyContractProcedure): readonly string[] {
  const schema: unknown = procedure['~orpc'].inputSchema;
  return schema instanceof z.ZodObject ? Object.keys(schema.shape as object) : [];
}

/** The session ends with it. */
const PROCEDURES = proceduresIn(appContract).filter(({ path }) => path !== 'session.signOut');

const HOSTILE: readonly unknown[] = [
  null,
  undefined,
  0,
  -0,
  -1,
  Infinity,
  Number.NaN,
  2 ** 53,
  10n,
  true,
  '',
  [],
  {},
  new Date(0),
  '\0',
  'a\0b',
  '\ud800',
  '\u202e',
  '%',
  '"',
  "'; drop table contact; --",
  '../../etc/passwd',
  '* OR *',
  'x'.repeat(200_000),
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  Object.create(null),
  [[[[[[]]]]]],
  () => 1,
  Symbol.iterator,
];

const hostile = (known: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof(fc.constantFrom(...HOSTILE), fc.constantFrom(...known), fc.string({ unit: 'binary' }), fc.jsonValue());

/** Wrong values as a whole, and wrong values where right ones belong. */
const inputFor = ({ fields }: Procedure, known: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    hostile(known),
    fc.record(Object.fromEntries(fields.map((field) => [field, hostile(known)])), { requiredKeys: [] }),
    fc.record(Object.fromEntries(fields.map((field) => [field, hostile(known)]))),
  );

const callOf = ({ engine }: Laptop, path: string): Call => {
  const [topic = '', name = ''] = path.split('.');
  return (engine.call as unknown as Record<string, Record<string, Call>>)[topic]?.[name] as Call;
};

/** A code of the closed set, or null when it was answered; streams are closed at once. */
async function codeOfCall(call: Call, input: unknown): Promise<string | null> {
  try {
    const answer = await call(input);
    if (typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer)
      await (answer as AsyncGenerator).return(undefined);
    return null;
  } catch (error) {
    return (error as { readonly code?: string }).code ?? `no code: ${String(error)}`;
  }
}

test('every call of the contract refuses what it cannot read, with a code, and the engine goes on', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  await synced(sanna);
  expect(PROCEDURES.length).toBeGreaterThan(40);
  for (const procedure of PROCEDURES) {
    const call = callOf(sanna, procedure.path);
    await fc.assert(
      fc.asyncProperty(inputFor(procedure, [contactId, 'contact', 'deal', 'mine']), async (input) => {
        const code = await codeOfCall(call, input);
        if (code === null) return;
        expect({ call: procedure.path, code, isKnown: Object.hasOwn(RETRY_BY_CODE, code) }).toMatchObject({
          isKnown: true,
        });
        expect({ call: procedure.path, code }).not.toMatchObject({ code: 'INTERNAL' });
      }),
      { seed: SEED, numRuns: RUNS_A_CALL, endOnFailure: true },
    );
  }
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  await sanna.engine.call.sync.workOffline({ isOn: false });
  const again = await makeContact(sanna, { lastName: 'Afterwards' });
  await synced(sanna);
  expect(await contactOf(sanna, again)).toMatchObject({ lastName: 'Afterwards', pending: null });
  expect(await contactOf(sanna, contactId)).toMatchObject({ lastName: 'Solheim' });
  expect(await counts(sanna)).toMatchObject({ parked: 0, held: 0 });
});
