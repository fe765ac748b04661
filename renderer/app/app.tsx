import { RouterProvider } from '@tanstack/react-router';
import { useMemo } from 'react';
import { LetterKeysContext } from '../parts/letter-keys.ts';
import { useLayoutState } from '../state/layout-state.ts';
import { useLiveState } from '../state/live-state.ts';
import { SatchelTheme } from '../theme/satchel-theme.tsx';
import { createWords } from '../words/create-words.ts';
import { WordsContext } from '../words/words-context.ts';
import type { AppClient } from './app-client.ts';
import { EngineContext } from './engine-context.ts';
import { router } from './routes.tsx';

/** The catalogue is English so far; a reader of another language gets English days beside the English words. */
const localeOf = (language: string): string => (language.startsWith('en') ? language : 'en-GB');

export function App({ client }: { readonly client: AppClient }) {
  const colorScheme = useLayoutState((state) => state.colorScheme);
  const hasLetterKeys = useLayoutState((state) => state.hasLetterKeys);
  const live = useLiveState((state) => state.live);
  const engine = useMemo(() => ({ client, live }), [client, live]);
  const words = useMemo(() => createWords({ locale: localeOf(navigator.language) }), []);
  return (
    <SatchelTheme scheme={colorScheme}>
      <WordsContext value={words}>
        <LetterKeysContext value={hasLetterKeys}>
          <EngineContext value={engine}>
            <RouterProvider router={router} />
          </EngineContext>
        </LetterKeysContext>
      </WordsContext>
    </SatchelTheme>
  );
}
