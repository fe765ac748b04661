import type { TenantInfo } from '../../main/contract/people.ts';
import { userOf, useSessionState } from '../state/session-state.ts';
import { useRead } from './use-read.ts';

/** The tenant's configuration as this laptop knows it; null before the first answer and while nobody is signed in. */
export function useTenant(): TenantInfo | null {
  const tenantId = useSessionState(({ session }) => (session?.kind === 'signed-in' ? session.tenantId : null));
  const user = useSessionState(({ session }) => userOf(session));
  const { data } = useRead(['people', 'tenant', user], ['people'], (client) => client.people.tenant(), {
    isEnabled: user !== null,
  });
  return data?.value?.tenantId === tenantId ? data.value : null;
}
