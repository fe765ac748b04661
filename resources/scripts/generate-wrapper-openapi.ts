import { writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { z } from 'zod';
import { TokenAnswer, TokenRequest, ValidateAnswer } from '../../sync/wrapper-api/auth.ts';
import {
  ConsumeAnswer,
  ConsumeRequest,
  CreditBalance,
  CreditConfig,
  RefundAnswer,
  RefundRequest,
} from '../../sync/wrapper-api/billing.ts';
import { Employee, EmployeePage } from '../../sync/wrapper-api/employees.ts';
import { ENDPOINTS, type Endpoint } from '../../sync/wrapper-api/endpoints.ts';
import { Uuid } from '../../sync/wrapper-api/fields.ts';
import { OrganisationNode } from '../../sync/wrapper-api/organisations.ts';
import { Permission, PermissionsAnswer, Role, Roles } from '../../sync/wrapper-api/permissions.ts';
import { CODE_BY_PROBLEM, Problem, PROBLEM_TYPE } from '../../sync/wrapper-api/problem.ts';
import { Tenant } from '../../sync/wrapper-api/tenants.ts';
import { WebhookEvent, WEBHOOK_SIGNATURE_HEADER } from '../../sync/wrapper-api/webhook.ts';

/** Where the generated file is committed. */
export const OPENAPI_FILE = new URL('../wrapper.openapi.yaml', import.meta.url);

const SCHEMAS = {
  Uuid,
  TokenRequest,
  TokenAnswer,
  ValidateAnswer,
  Tenant,
  Employee,
  EmployeePage,
  OrganisationNode,
  Permission,
  PermissionsAnswer,
  Role,
  Roles,
  CreditBalance,
  CreditConfig,
  ConsumeRequest,
  ConsumeAnswer,
  RefundRequest,
  RefundAnswer,
  Problem,
  WebhookEvent,
} as const satisfies Record<string, z.ZodType>;

/** The whole OpenAPI file as text; the same schemas always give the same bytes. */
export function wrapperOpenapi(): string {
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Wrapper API',
      version: '1',
      description: 'What Satchel asks of the wrapper. Generated; change the schemas, not this file.',
    },
    security: [{ bearer: [] }],
    paths: { ...authorizePath(), ...paths() },
    webhooks: webhooks(),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: componentSchemas(),
      responses: { Problem: problemResponse() },
    },
  };
  return stringify(document, { lineWidth: 120, aliasDuplicateObjects: false });
}

function componentSchemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => refOf(id) });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutDialect(schema)]));
}

function paths(): Record<string, Record<string, unknown>> {
  const byPath: Record<string, Record<string, unknown>> = {};
  for (const endpoint of Object.values<Endpoint<unknown>>(ENDPOINTS)) {
    byPath[endpoint.path] = { ...byPath[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return byPath;
}

function operation(endpoint: Endpoint<unknown>): Record<string, unknown> {
  const { id, summary, caller, method, request } = endpoint;
  const parameters = [...pathParameters(endpoint), ...queryParameters(endpoint), ...conditionalParameters(method)];
  return {
    operationId: id,
    summary,
    description: `Bearer token: ${caller}. ${endpoint.isRepeatable ? 'Safe to repeat.' : 'Not safe to repeat.'}`,
    ...(caller === 'none' ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(request ? { requestBody: requestBody(request) } : {}),
    responses: {
      200: {
        description: 'OK',
        headers: answerHeaders(endpoint),
        content: { 'application/json': { schema: refTo(endpoint.answer) } },
      },
      ...(method === 'GET' ? { 304: { description: 'The value of the given ETag still holds' } } : {}),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function pathParameters({ path }: Endpoint<unknown>): unknown[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: refTo(Uuid),
  }));
}

function queryParameters({ query }: Endpoint<unknown>): unknown[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => parameter(name, schema));
}

function parameter(name: string, schema: z.core.$ZodType): Record<string, unknown> {
  return { name, in: 'query', required: !z.safeParse(schema, undefined).success, schema: plain(schema) };
}

function conditionalParameters(method: string): unknown[] {
  return method === 'GET' ? [{ name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string' } }] : [];
}

function requestBody({ schema, encoding }: NonNullable<Endpoint<unknown>['request']>): Record<string, unknown> {
  const body = { schema: refTo(schema) };
  const content =
    encoding === 'form'
      ? { 'application/x-www-form-urlencoded': body, 'application/json': body }
      : { 'application/json': body };
  return { required: true, content };
}

function answerHeaders({ maxAgeS }: Endpoint<unknown>): Record<string, unknown> {
  const cacheControl =
    maxAgeS === undefined ? 'no-store' : maxAgeS === 0 ? 'private, no-cache' : `private, max-age=${maxAgeS}`;
  const header = { 'Cache-Control': { schema: { type: 'string', examples: [cacheControl] } } };
  return maxAgeS === undefined ? header : { ...header, ETag: { schema: { type: 'string' } } };
}

/** The sign-in page is HTML for people, so it is no endpoint of the client. */
function authorizePath(): Record<string, unknown> {
  const query = ['response_type', 'client_id', 'redirect_uri', 'code_challenge', 'code_challenge_method', 'state'];
  const parameters = query.map((name) => ({ name, in: 'query', required: true, schema: { type: 'string' } }));
  const html = { 'text/html': { schema: { type: 'string' } } };
  const get = {
    operationId: 'authorize',
    summary: 'Sign-in page (authorization code + PKCE S256)',
    description:
      'Redirects to redirect_uri with code and state. redirect_uri is http on 127.0.0.1 or [::1], or satchel://auth/callback.',
    security: [],
    parameters,
    responses: {
      200: { description: 'The page', content: html },
      400: { description: 'Nothing to redirect to', content: html },
    },
  };
  return { '/auth/authorize': { get } };
}

function webhooks(): Record<string, unknown> {
  const description = 'HMAC-SHA256 over `<t>.<body>`, as `t=<epoch ms>,v1=<hex>`';
  const post = {
    summary: 'Something changed; sent to the sync server',
    parameters: [
      { name: WEBHOOK_SIGNATURE_HEADER, in: 'header', required: true, description, schema: { type: 'string' } },
    ],
    requestBody: { required: true, content: { 'application/json': { schema: refTo(WebhookEvent) } } },
    responses: { '2XX': { description: 'Taken' } },
  };
  return { changed: { post } };
}

function problemResponse(): Record<string, unknown> {
  return {
    description: `RFC 9457 problem; code is one of ${Object.keys(CODE_BY_PROBLEM).join(', ')}. 429 carries Retry-After.`,
    content: { [PROBLEM_TYPE]: { schema: refTo(Problem) } },
  };
}

function refTo(schema: unknown): { $ref: string } {
  const id = Object.entries(SCHEMAS).find(([, known]) => known === schema)?.[0];
  if (id === undefined) throw new Error('A schema of an endpoint is missing in SCHEMAS; add it under a name.');
  return { $ref: refOf(id) };
}

function refOf(id: string): string {
  return `#/components/schemas/${id}`;
}

function plain(schema: z.core.$ZodType): Record<string, unknown> {
  return withoutDialect(z.toJSONSchema(schema, { io: 'input' }));
}

/** OpenAPI 3.1 says the dialect itself and resolves by place, not by id. */
function withoutDialect({ $schema: _schema, $id: _id, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

if (import.meta.main) await writeFile(OPENAPI_FILE, wrapperOpenapi());
