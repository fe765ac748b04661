import type { Clock, Random } from '../model/clock.ts';
import { SatchelError } from '../protocol/satchel-error.ts';
import type { AuthorizeQuery, TokenAnswer, TokenRequest, ValidateAnswer } from './auth.ts';
import type { ConsumeItem, ConsumeResult, CreditBalance, CreditConfig, RefundResult } from './billing.ts';
import type { Employee, EmployeePage } from './employees.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.ts';
import type { OrganisationNode } from './organisations.ts';
import { parseBaseUrl } from './parse-base-url.ts';
import type { PermissionsAnswer, Role } from './permissions.ts';
import {
  createResilientCaller,
  type CallRequest,
  type ResilientCaller,
  type WrapperCallEvent,
} from './resilient-caller.ts';
import type { Fetched } from './send-request.ts';
import type { Tenant } from './tenants.ts';

export interface WrapperClientOptions {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Spreads the retries; Math.random when missing. */
  readonly random?: Random;
  /** Told of every attempt; what it throws is ignored. */
  readonly observe?: (event: WrapperCallEvent) => void;
}

interface Call {
  readonly token: string;
  readonly signal?: AbortSignal | undefined;
}
interface Read extends Call {
  /** ETag of the value at hand; the answer may then be `isNotModified`. */
  readonly etag?: string | undefined;
}

/**
 * Every call may throw SatchelError WRAPPER_UNREACHABLE | BAD_ANSWER | RATE_LIMITED | CANCELLED; those with a token
 * UNAUTHENTICATED | SESSION_REVOKED | PERMISSION_DENIED too, those with an id NOT_FOUND.
 * Token grants are sent once: a lost answer is repeated by the caller, who knows whether that is safe.
 */
export interface WrapperClient {
  authorizeUrl(query: Omit<AuthorizeQuery, 'response_type' | 'code_challenge_method'>): string;
  token(call: { readonly request: TokenRequest; readonly signal?: AbortSignal | undefined }): Promise<TokenAnswer>;
  validate(call: Call): Promise<ValidateAnswer>;
  tenant(call: Read & { readonly tenantId: string }): Promise<Fetched<Tenant>>;
  employees(call: Read & EmployeesFilter): Promise<Fetched<EmployeePage>>;
  employee(call: Read & { readonly employeeId: string }): Promise<Fetched<Employee>>;
  organizations(call: Read & { readonly tenantId: string }): Promise<Fetched<OrganisationNode>>;
  permissions(
    call: Read & { readonly employeeId: string; readonly orgId?: string },
  ): Promise<Fetched<PermissionsAnswer>>;
  roles(call: Read): Promise<Fetched<Role[]>>;
  credits(call: Read & { readonly tenantId: string }): Promise<Fetched<CreditBalance>>;
  creditConfig(call: Read & { readonly tenantId: string }): Promise<Fetched<CreditConfig>>;
  /** One result for each item, in the order of the items. */
  consume(call: Call & { readonly tenantId: string; readonly items: readonly ConsumeItem[] }): Promise<ConsumeResult[]>;
  /** One result for each key, in the order of the keys. */
  refund(call: Call & { readonly tenantId: string; readonly keys: readonly string[] }): Promise<RefundResult[]>;
  /** For the health page. */
  status: ResilientCaller['status'];
  /** A person asked, or the network came back: an open circuit is tried at once. */
  retryNow: ResilientCaller['retryNow'];
  /** Cancels what is under way or waiting; later calls are refused with CANCELLED. */
  close(): void;
}

interface EmployeesFilter {
  /** Needed with a service token. */
  readonly tenantId?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** @throws SatchelError BAD_REQUEST when the address is not https (or http to this machine) */
export function createWrapperClient(options: WrapperClientOptions): WrapperClient {
  const baseUrl = parseBaseUrl(options.baseUrl);
  const caller = createResilientCaller({
    baseUrl,
    fetch: options.fetch,
    clock: options.clock,
    random: options.random ?? Math.random,
    observe: quietly(options.observe),
  });
  const { call } = caller;

  return {
    authorizeUrl: (query) =>
      `${baseUrl}/auth/authorize?${new URLSearchParams({ response_type: 'code', code_challenge_method: 'S256', ...query }).toString()}`,
    token: ({ request, signal }) => valueOf(call(ENDPOINTS.token, { body: request, signal })),
    validate: (request) => valueOf(call(ENDPOINTS.validate, request)),
    tenant: ({ tenantId, ...rest }) => call(ENDPOINTS.tenant, { ...rest, params: { tenantId } }),
    employees: ({ tenantId, cursor, limit, ...rest }) =>
      call(ENDPOINTS.employees, { ...rest, query: { tenantId, cursor, limit } }),
    employee: ({ employeeId, ...rest }) => call(ENDPOINTS.employee, { ...rest, params: { employeeId } }),
    organizations: ({ tenantId, ...rest }) => call(ENDPOINTS.organizations, { ...rest, params: { tenantId } }),
    permissions: ({ employeeId, orgId, ...rest }) =>
      call(ENDPOINTS.permissions, { ...rest, params: { employeeId }, query: { orgId } }),
    roles: (request) => call(ENDPOINTS.roles, request),
    credits: ({ tenantId, ...rest }) => call(ENDPOINTS.credits, { ...rest, params: { tenantId } }),
    creditConfig: ({ tenantId, ...rest }) => call(ENDPOINTS.creditConfig, { ...rest, params: { tenantId } }),
    consume: ({ tenantId, items, ...rest }) =>
      resultsOf(
        call,
        { endpoint: ENDPOINTS.consume, keys: items.map(({ key }) => key) },
        { ...rest, params: { tenantId }, body: { items } },
      ),
    refund: ({ tenantId, keys, ...rest }) =>
      resultsOf(call, { endpoint: ENDPOINTS.refund, keys }, { ...rest, params: { tenantId }, body: { keys } }),
    status: caller.status,
    retryNow: caller.retryNow,
    close: caller.close,
  };
}

async function valueOf<T>(answer: Promise<Fetched<T>>): Promise<T> {
  const fetched = await answer;
  if (fetched.isNotModified) throw new SatchelError('BAD_ANSWER', 'The wrapper sent no value for a call without ETag.');
  return fetched.value;
}

/** Charges are matched by place, so an answer that lost or reordered a key must not pass. */
async function resultsOf<R extends { readonly key: string }>(
  call: ResilientCaller['call'],
  { endpoint, keys }: { readonly endpoint: Endpoint<{ results: R[] }>; readonly keys: readonly string[] },
  request: CallRequest,
): Promise<R[]> {
  const { results } = await valueOf(call(endpoint, request));
  const isComplete = results.length === keys.length && results.every(({ key }, index) => key === keys[index]);
  if (!isComplete)
    throw new SatchelError('BAD_ANSWER', `The wrapper's answer to ${endpoint.id} does not match its keys.`);
  return results;
}

function quietly(observe: WrapperClientOptions['observe']): (event: WrapperCallEvent) => void {
  return (event) => {
    try {
      observe?.(event);
    } catch {
      // a broken metric must not fail the call it measures
    }
  };
}
