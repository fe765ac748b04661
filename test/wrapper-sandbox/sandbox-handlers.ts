import { http, type HttpHandler } from 'msw';
import { authHandlers } from './handlers/auth-handlers.ts';
import { authorizeHandlers } from './handlers/authorize-handlers.ts';
import { billingHandlers } from './handlers/billing-handlers.ts';
import { notFound } from './handlers/caller.ts';
import { controlHandlers } from './handlers/control-handlers.ts';
import { directoryHandlers } from './handlers/directory-handlers.ts';
import { permissionHandlers } from './handlers/permission-handlers.ts';
import { productHandler } from './handlers/product-handler.ts';
import type { SandboxState } from './sandbox-state.ts';

/**
 * The whole wrapper as msw handlers.
 * @param origin `*` matches every host, right for a server of its own; give the wrapper's address beside other traffic
 */
export function sandboxHandlers(state: SandboxState, origin: string = '*'): HttpHandler[] {
  return [
    ...controlHandlers(state, origin),
    ...authHandlers(state, origin),
    ...authorizeHandlers(state, origin),
    ...directoryHandlers(state, origin),
    ...permissionHandlers(state, origin),
    ...billingHandlers(state, origin),
    http.all(
      `${origin}/*`,
      productHandler(state, () => notFound('endpoint').toResponse()),
    ),
  ];
}
