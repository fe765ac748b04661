import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { KINDS } from '../../../sync/model/kinds/all-kinds.ts';
import { MUTATIONS } from '../../../sync/model/mutations/registry.ts';
import { AccessPage, AccessQuery, AccessRequest, AccessResponse } from '../../../sync/protocol/access.ts';
import { ServerEvent } from '../../../sync/protocol/events.ts';
import { Problem } from '../../../sync/protocol/problem.ts';
import { PullRequest, PullResponse } from '../../../sync/protocol/pull.ts';
import { PushRequest, PushResponse } from '../../../sync/protocol/push.ts';
import { BucketRequest, BucketResponse, SumsRequest, SumsResponse } from '../../../sync/protocol/sums.ts';
import { PROTOCOL_VERSION } from '../../../sync/protocol/version.ts';
import { FINGERPRINTS } from './fingerprints.ts';

/** Shape alone: what a person reads in a schema is no part of the protocol. */
const shapeOf = (schema: z.ZodType, io: 'input' | 'output'): unknown =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });

const fingerprint = (shape: unknown): string => hash('sha256', JSON.stringify(shape), 'base64url').slice(0, 16);

const now = {
  pushRequest: fingerprint(shapeOf(PushRequest, 'input')),
  pushResponse: fingerprint(shapeOf(PushResponse, 'output')),
  pullRequest: fingerprint(shapeOf(PullRequest, 'input')),
  pullResponse: fingerprint(shapeOf(PullResponse, 'output')),
  accessRequest: fingerprint(shapeOf(AccessRequest, 'input')),
  accessResponse: fingerprint(shapeOf(AccessResponse, 'output')),
  accessQuery: fingerprint(shapeOf(AccessQuery, 'input')),
  accessPage: fingerprint(shapeOf(AccessPage, 'output')),
  sumsRequest: fingerprint(shapeOf(SumsRequest, 'input')),
  sumsResponse: fingerprint(shapeOf(SumsResponse, 'output')),
  bucketRequest: fingerprint(shapeOf(BucketRequest, 'input')),
  bucketResponse: fingerprint(shapeOf(BucketResponse, 'output')),
  serverEvent: fingerprint(shapeOf(ServerEvent, 'output')),
  problem: fingerprint(shapeOf(Problem, 'output')),
  rows: fingerprint(Object.entries(KINDS).map(([kind, { fields }]) => [kind, shapeOf(fields, 'output')])),
  mutations: fingerprint(MUTATIONS.map(({ name, version, args }) => [name, version, shapeOf(args, 'input')])),
};

test('no message, row or mutation changes without a new version of the protocol and its fingerprint', () => {
  expect(now).toEqual(FINGERPRINTS[PROTOCOL_VERSION]);
});

test('every version has a fingerprint and a line of history', () => {
  const versions = Array.from({ length: PROTOCOL_VERSION }, (_, index) => String(index + 1));
  expect(Object.keys(FINGERPRINTS)).toEqual(versions);
  const source = readFileSync(join(import.meta.dirname, '../../../sync/protocol/version.ts'), 'utf8');
  expect([...source.matchAll(/^ \* (\d+): \S/gm)].map(([, version]) => version)).toEqual(versions);
});
