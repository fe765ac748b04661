import { expect, test } from 'vitest';
import { z } from 'zod';
import { MUTATIONS } from '../../../sync/model/mutations/registry.ts';
import { RETRY_BY_CODE } from '../../../sync/protocol/error-codes.ts';
import { openapiDocument } from '../../../sync/server/http/openapi.ts';
import { MUTATION_CASES } from '../model/mutation-cases.ts';

interface Args {
  readonly type: string;
  readonly additionalProperties: unknown;
  readonly properties: Readonly<Record<string, object>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
  readonly 'x-mutations': Readonly<Record<string, { version: number; oldestVersion: number; args: Args }>>;
  readonly 'x-codes': unknown;
  readonly 'x-limits': Readonly<Record<string, number>>;
}

/** As a client reads it. */
const document = JSON.parse(JSON.stringify(openapiDocument())) as Document;

test('every mutation is there with its versions and the schema of its arguments', () => {
  expect(Object.keys(document['x-mutations'])).toEqual(MUTATIONS.map(({ name }) => name));
  for (const { name, version } of MUTATIONS) {
    const said = document['x-mutations'][name];
    expect([said?.version, said?.oldestVersion, said?.args.type]).toEqual([version, 1, 'object']);
    expect(said?.args.additionalProperties).toBe(false);
  }
});

test.each(MUTATION_CASES.map(({ name, args }) => ({ name, args })))(
  'a client that follows the schema of $name alone is understood, and one that adds to it is not',
  ({ name, args }) => {
    const schema = z.fromJSONSchema(document['x-mutations'][name]?.args as never);
    expect(schema.safeParse(args).success).toBe(true);
    expect(schema.safeParse({ ...args, surprise: 1 }).success).toBe(false);
  },
);

test('every code and every limit is there', () => {
  expect(document['x-codes']).toEqual(RETRY_BY_CODE);
  expect(Object.values(document['x-limits']).every((limit) => Number.isInteger(limit) && limit > 0)).toBe(true);
  expect(Object.keys(document['x-limits'])).toEqual(
    expect.arrayContaining(['mutationsPerPush', 'rowsPerPull', 'pushBodyBytes', 'jsonDepth', 'heartbeatMs']),
  );
});

test('every reference of the document leads somewhere', () => {
  const names = [...JSON.stringify(document.paths).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !Object.hasOwn(document.components.schemas, name ?? ''))).toEqual([]);
});
