import { useSessionState } from '../state/session-state.ts';
import { useEngine } from './engine-context.ts';

/** The user's own switch: the window runs as in any other loss of the network. */
export function useWorkOffline(): { readonly isOn: boolean; readonly set: (isOn: boolean) => void } {
  const { client } = useEngine();
  const isOn = useSessionState((state) => state.sync?.isWorkingOffline ?? false);
  return { isOn, set: (next) => void client.sync.workOffline({ isOn: next }) };
}
