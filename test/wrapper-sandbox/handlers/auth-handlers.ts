import { http, type HttpHandler } from 'msw';
import { z } from 'zod';
import { TokenRequest, type ValidateAnswer } from '../../../sync/wrapper-api/auth.ts';
import type { SandboxState } from '../sandbox-state.ts';
import { freshAnswer } from './cached-answer.ts';
import { callerOf, mustBeUser } from './caller.ts';
import { productHandler } from './product-handler.ts';
import { readBody } from './read-body.ts';

/** Scripts know the accounts by `email`, the field of the ready line; OAuth calls it `username`. */
const LenientTokenRequest = z
  .record(z.string(), z.unknown())
  .transform(({ email, ...rest }) => (email === undefined ? rest : { username: email, ...rest }))
  .pipe(TokenRequest);

export function authHandlers(state: SandboxState, origin: string): HttpHandler[] {
  return [
    http.post(
      `${origin}/auth/token`,
      productHandler(state, (call) => freshAnswer(state.sessions.grant(readBody(LenientTokenRequest, call)))),
    ),
    http.post(
      `${origin}/auth/validate`,
      productHandler(state, (call) => {
        const { employee, sessionId, expiresAtMs } = mustBeUser(callerOf(state, call));
        const { tenantId, id: employeeId, orgIds, roles } = employee;
        const serverTimeMs = state.clock.wallMs();
        const answer: ValidateAnswer = {
          active: true,
          tenantId,
          employeeId,
          orgIds,
          roles,
          sessionId,
          expiresAtMs,
          serverTimeMs,
        };
        return freshAnswer(answer);
      }),
    ),
  ];
}
