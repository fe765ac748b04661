import type { z } from 'zod';
import { SandboxProblem } from '../sandbox-problem.ts';

/** A body by its content type, form or JSON. @throws SandboxProblem BAD_REQUEST */
export function readBody<T>(
  schema: z.ZodType<T>,
  { request, body }: { readonly request: Request; readonly body: string },
): T {
  const type = request.headers.get('content-type') ?? '';
  const isForm = type.startsWith('application/x-www-form-urlencoded');
  return checked(schema, isForm ? Object.fromEntries(new URLSearchParams(body)) : parseJson(body));
}

/** @throws SandboxProblem BAD_REQUEST that names the first field that does not fit */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SandboxProblem('BAD_REQUEST', `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'does not fit'}`);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new SandboxProblem('BAD_REQUEST', 'The body is no JSON.');
  }
}
