import { StatusLine } from '../parts/status-line.tsx';
import { ConnectionDetails } from './connection-details.tsx';
import { useGo } from './use-go.ts';
import { useStatusLine } from './use-status-line.ts';

export function AppStatusLine() {
  const state = useStatusLine();
  const go = useGo();
  if (state === null) return null;
  const details = state.kind === 'signed-out' ? {} : { details: <ConnectionDetails /> };
  return (
    <StatusLine state={state} {...details} onNeedsYou={() => go('/sync?part=needs')} onSyncCentre={() => go('/sync')} />
  );
}
