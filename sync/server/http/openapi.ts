import { z } from 'zod';
import { MUTATIONS } from '../../model/mutations/registry.ts';
import {
  AccessPage,
  AccessQuery,
  AccessRequest,
  AccessResponse,
  DEVICE_HEADER,
  MAX_ACCESS_PER_PAGE,
  MAX_ACCESS_PER_REQUEST,
} from '../../protocol/access.ts';
import { RETRY_BY_CODE } from '../../protocol/error-codes.ts';
import { HEARTBEAT_MS, ServerEvent } from '../../protocol/events.ts';
import { MAX_JSON_DEPTH } from '../../protocol/is-deeper-than.ts';
import { Problem } from '../../protocol/problem.ts';
import { MAX_ROWS_PER_PULL, PullRequest, PullResponse } from '../../protocol/pull.ts';
import { MAX_MUTATIONS_PER_PUSH, PushRequest, PushResponse } from '../../protocol/push.ts';
import { BUCKET_ROWS, BucketRequest, BucketResponse, SumsRequest, SumsResponse } from '../../protocol/sums.ts';
import { PROTOCOL_FLOOR, PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../protocol/version.ts';
import { PUSH_BODY_BYTES } from './routes/push.ts';

type Json = Readonly<Record<string, unknown>>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output'): Json =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json;

const REF = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const PROBLEM = { description: 'What went wrong', content: { 'application/problem+json': { schema: REF('Problem') } } };
const PROTOCOL_PARAMETER = {
  name: PROTOCOL_HEADER,
  in: 'header',
  required: true,
  description: 'The newest version that the client speaks, and the oldest where that is another one.',
  schema: { type: 'string', pattern: '^\\d{1,6}(;floor=\\d{1,6})?$' },
};

const DEVICE_PARAMETER = {
  name: DEVICE_HEADER,
  in: 'header',
  description: 'The id of the device, for the access log.',
  schema: { type: 'string', format: 'uuid' },
};

const inQuery = (schema: z.ZodObject): readonly Json[] =>
  Object.entries(schema.shape).map(([name, field]) => ({ name, in: 'query', schema: schemaOf(field, 'input') }));

const operation = (summary: string, request: string | null, answer: Json): Json => ({
  summary,
  security: [{ bearer: [] }],
  parameters: [PROTOCOL_PARAMETER, DEVICE_PARAMETER],
  ...(request === null
    ? {}
    : { requestBody: { required: true, content: { 'application/json': { schema: REF(request) } } } }),
  responses: { '200': { description: 'Done', content: answer }, default: PROBLEM },
});

const json = (name: string): Json => ({ 'application/json': { schema: REF(name) } });

let built: Json | undefined;

/** The contract as it runs: derived from the schemas that check the requests, so that it cannot say anything else. */
export function openapiDocument(): Json {
  built ??= {
    openapi: '3.1.0',
    info: { title: 'Satchel sync server', version: String(PROTOCOL_VERSION) },
    paths: {
      '/v1/push': { post: operation('Send changes; one answer each', 'PushRequest', json('PushResponse')) },
      '/v1/pull': { post: operation('Rows newer than a cursor', 'PullRequest', json('PullResponse')) },
      '/v1/sums': { post: operation('Sums of the rows at a cursor, by bucket', 'SumsRequest', json('SumsResponse')) },
      '/v1/bucket': { post: operation('The rows of one bucket', 'BucketRequest', json('BucketResponse')) },
      '/v1/access': {
        post: operation('Who read what on a device, for the access log', 'AccessRequest', json('AccessResponse')),
        get: {
          ...operation('The access log, for those who may read audit', null, json('AccessPage')),
          parameters: [PROTOCOL_PARAMETER, DEVICE_PARAMETER, ...inQuery(AccessQuery)],
        },
      },
      '/v1/events': { get: operation('Pokes', null, { 'text/event-stream': { schema: REF('ServerEvent') } }) },
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: {
        PushRequest: schemaOf(PushRequest, 'input'),
        PushResponse: schemaOf(PushResponse),
        PullRequest: schemaOf(PullRequest, 'input'),
        PullResponse: schemaOf(PullResponse),
        SumsRequest: schemaOf(SumsRequest, 'input'),
        SumsResponse: schemaOf(SumsResponse),
        BucketRequest: schemaOf(BucketRequest, 'input'),
        BucketResponse: schemaOf(BucketResponse),
        AccessRequest: schemaOf(AccessRequest, 'input'),
        AccessResponse: schemaOf(AccessResponse),
        AccessPage: schemaOf(AccessPage),
        ServerEvent: schemaOf(ServerEvent),
        Problem: schemaOf(Problem),
      },
    },
    'x-mutations': Object.fromEntries(
      MUTATIONS.map(({ name, version, args }) => [name, { version, oldestVersion: 1, args: schemaOf(args, 'input') }]),
    ),
    'x-codes': RETRY_BY_CODE,
    'x-limits': {
      mutationsPerPush: MAX_MUTATIONS_PER_PUSH,
      rowsPerPull: MAX_ROWS_PER_PULL,
      accessPerRequest: MAX_ACCESS_PER_REQUEST,
      accessPerPage: MAX_ACCESS_PER_PAGE,
      rowsPerBucket: BUCKET_ROWS,
      pushBodyBytes: PUSH_BODY_BYTES,
      jsonDepth: MAX_JSON_DEPTH,
      heartbeatMs: HEARTBEAT_MS,
      protocolFloor: PROTOCOL_FLOOR,
      protocolNewest: PROTOCOL_VERSION,
    },
  };
  return built;
}
