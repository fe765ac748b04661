import { PROBLEM_TYPE, STATUS_BY_PROBLEM, type ProblemCode } from '../../sync/wrapper-api/problem.ts';

/** Thrown by handlers; becomes a problem+json answer. */
export class SandboxProblem extends Error {
  readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.name = 'SandboxProblem';
    this.code = code;
    this.headers = headers;
  }

  toResponse(): Response {
    return problemResponse(STATUS_BY_PROBLEM[this.code], this.code, { detail: this.message, headers: this.headers });
  }
}

/** A problem+json answer; the control endpoints use codes of their own. */
export function problemResponse(
  status: number,
  code: string,
  { detail, headers = {} }: { readonly detail: string; readonly headers?: Readonly<Record<string, string>> },
): Response {
  const title = code.toLowerCase().replaceAll('_', ' ');
  const body = JSON.stringify({ type: 'about:blank', title, status, detail, code });
  return new Response(body, {
    status,
    headers: { 'content-type': PROBLEM_TYPE, 'cache-control': 'no-store', ...headers },
  });
}
