import { createContext, useContext } from 'react';
import type { LiveSets } from '../live/live-sets.ts';
import type { AppClient } from './app-client.ts';

export interface EngineAccess {
  readonly client: AppClient;
  /** Null until the working set is open, and while nobody is signed in. */
  readonly live: LiveSets | null;
}

export const EngineContext = createContext<EngineAccess | null>(null);

export function useEngine(): EngineAccess {
  const engine = useContext(EngineContext);
  if (engine === null) throw new Error('useEngine needs an EngineContext above it');
  return engine;
}
