import { useEffect } from 'react';
import { useRead } from '../app/use-read.ts';
import { useMyId } from '../records/use-people.ts';
import { setLook } from '../state/layout-state.ts';
import { settingsOf } from './preferences.ts';

/** Takes over what the signed-in person has set, on this laptop or on another one. */
export function usePreferences(): void {
  const { data, isPlaceholderData } = useRead(['preferences', useMyId()], ['preference'], (client) =>
    client.preferences.get(),
  );
  useEffect(() => {
    if (data !== undefined && !isPlaceholderData) setLook(settingsOf(data));
  }, [data, isPlaceholderData]);
}
