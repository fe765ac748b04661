import { useEffect } from 'react';
import { useRead } from '../app/use-read.ts';
import { useLayoutState } from '../state/layout-state.ts';
import { settingsOf } from './preferences.ts';

/** Takes over what the signed-in person has set, on this laptop or on another one. */
export function usePreferences(): void {
  const { data } = useRead(['preferences'], ['preference'], (client) => client.preferences.get());
  useEffect(() => {
    if (data !== undefined) useLayoutState.setState(settingsOf(data));
  }, [data]);
}
