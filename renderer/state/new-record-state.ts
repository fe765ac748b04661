import { useEffect } from 'react';
import { createOfUser } from './of-user.ts';

export type NewKind = 'contact' | 'company' | 'deal' | 'task';

const useNewRecordState = createOfUser<{ readonly wanted: NewKind | null }>(() => ({ wanted: null }));

/** Asks the screen of this kind for its form; the screen may still be on its way. */
export const askForNew = (kind: NewKind): void => useNewRecordState.setState({ wanted: kind });

/** Calls back once whenever somebody asked for a new record of this kind and the caller is on the screen. */
export function useNewRequest(kind: NewKind, onAsked: () => void): void {
  const isWanted = useNewRecordState(({ wanted }) => wanted === kind);
  useEffect(() => {
    if (!isWanted) return;
    useNewRecordState.setState({ wanted: null });
    onAsked();
  }, [isWanted, onAsked]);
}
