import { toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type { AccessAnswer } from '../contract/audit.ts';
import type { AppImplementer } from './app-context.ts';

/** The access log, asked of the server each time: nothing of it is kept here. */
export function accessRoutes({ audit }: AppImplementer) {
  return {
    accessPage: audit.accessPage.handler(async ({ context, input }): Promise<AccessAnswer> => {
      const signedIn = context.signedIn();
      try {
        const { entries, next } = await signedIn.accessPage(input);
        return { kind: 'page', entries, next };
      } catch (error) {
        const { code, remedy } = toSatchelError(error);
        if (code === 'PERMISSION_DENIED') return { kind: 'denied' };
        if (remedy === 'when-online' || remedy === 'backoff') return { kind: 'away', code };
        throw error;
      }
    }),
  };
}
