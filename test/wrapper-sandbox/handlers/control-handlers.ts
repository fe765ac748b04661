import { http, type HttpHandler, type HttpResponseResolver } from 'msw';
import { z } from 'zod';
import { CreditConfig } from '../../../sync/wrapper-api/billing.ts';
import { Uuid } from '../../../sync/wrapper-api/fields.ts';
import { Permission } from '../../../sync/wrapper-api/permissions.ts';
import { Tenant } from '../../../sync/wrapper-api/tenants.ts';
import { Faults } from '../faults.ts';
import { SandboxProblem } from '../sandbox-problem.ts';
import type { SandboxState } from '../sandbox-state.ts';
import { freshAnswer } from './cached-answer.ts';
import { notFound } from './caller.ts';
import { checked } from './read-body.ts';
import { deliverWebhook } from './webhook-control.ts';

const EmployeeChange = z.strictObject({
  orgIds: z.array(Uuid).optional(),
  roles: z.array(z.string().min(1).max(100)).optional(),
  active: z.boolean().optional(),
});
const TenantChange = Tenant.omit({ id: true }).partial();
/** A part of the configuration is enough; the rest stays. */
const CreditChange = z.strictObject({
  available: CreditConfig.shape.pricing.shape.perContact,
  config: CreditConfig.omit({ tenantId: true }).partial().optional(),
});

/** The levers of a test: never logged, never hit by faults, never part of the product. */
export function controlHandlers(state: SandboxState, origin: string): HttpHandler[] {
  const base = `${origin}/_sandbox`;
  return [
    http.get(
      `${base}/faults`,
      control(() => freshAnswer(state.faults.get())),
    ),
    http.put(
      `${base}/faults`,
      control(async ({ request }) => done(state.faults.set(await bodyOf(Faults, request)))),
    ),
    http.put(
      `${base}/permissions/:id`,
      control((info) => setPermissions(state, info)),
    ),
    http.put(
      `${base}/employees/:id`,
      control((info) => setEmployee(state, info)),
    ),
    http.put(
      `${base}/tenants/:id`,
      control((info) => setTenant(state, info)),
    ),
    http.put(
      `${base}/credits/:id`,
      control((info) => setCredits(state, info)),
    ),
    http.get(
      `${base}/log`,
      control(() => freshAnswer(state.log.all())),
    ),
    http.delete(
      `${base}/log`,
      control(() => done(state.log.clear())),
    ),
    http.post(
      `${base}/webhook`,
      control((info) => deliverWebhook(state, info.request)),
    ),
    http.all(
      `${base}/*`,
      control(() => notFound('control').toResponse()),
    ),
  ];
}

type ControlCall = Parameters<HttpResponseResolver>[0];

function control(answer: (info: ControlCall) => Response | Promise<Response>): HttpResponseResolver {
  return async (info) => {
    try {
      return await answer(info);
    } catch (error) {
      if (error instanceof SandboxProblem) return error.toResponse();
      throw error;
    }
  };
}

async function setPermissions({ directory }: SandboxState, { request, params }: ControlCall): Promise<Response> {
  const employeeId = String(params['id']);
  if (!directory.findEmployee(employeeId)) throw notFound('employee');
  return done(directory.overridePermissions(employeeId, await bodyOf(z.array(Permission), request)));
}

async function setEmployee({ directory }: SandboxState, { request, params }: ControlCall): Promise<Response> {
  const employeeId = String(params['id']);
  if (!directory.findEmployee(employeeId)) throw notFound('employee');
  const { orgIds, roles, active } = await bodyOf(EmployeeChange, request);
  const change = { ...(orgIds && { orgIds }), ...(roles && { roles }), ...(active !== undefined && { active }) };
  return done(directory.updateEmployee(employeeId, change));
}

async function setTenant({ directory }: SandboxState, { request, params }: ControlCall): Promise<Response> {
  const tenantId = String(params['id']);
  const tenant = directory.findTenant(tenantId);
  if (!tenant) throw notFound('tenant');
  const change = await bodyOf(TenantChange, request);
  return done(directory.updateTenant(checked(Tenant, { ...tenant, ...change })));
}

async function setCredits({ credits }: SandboxState, { request, params }: ControlCall): Promise<Response> {
  const account = credits.get(String(params['id']));
  if (!account) throw notFound('tenant');
  const { available, config } = await bodyOf(CreditChange, request);
  const merged = config && checked(CreditConfig, { ...account.config(), ...config });
  return done(account.set({ available, config: merged }));
}

async function bodyOf<T>(schema: z.ZodType<T>, request: Request): Promise<T> {
  return checked(schema, await request.json().catch(() => undefined));
}

/** Takes what a change returned, so that the change stands in the same expression. */
function done(_changed: void): Response {
  return new Response(null, { status: 204 });
}
