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
import { useTenant } from './use-tenant.ts';

/** The catalogue is English so far; a reader of another language gets English days beside the English words. */
const localeOf = (language: string): string => (language.startsWith('en') ? language : 'en-GB');

/** Numbers and money are written as the tenant does; a locale that nobody knows is none. */
function formatLocaleOf(tenantLocale: string | undefined): { readonly formatLocale?: string } {
  if (tenantLocale === undefined) return {};
  try {
    const [formatLocale] = Intl.getCanonicalLocales(tenantLocale);
    return formatLocale === undefined ? {} : { formatLocale };
  } catch {
    return {};
  }
}

/** Everything below knows the engine; colours, words and formats are the tenant's once somebody is signed in. */
function Window() {
  const colorScheme = useLayoutState((state) => state.colorScheme);
  const hasLetterKeys = useLayoutState((state) => state.hasLetterKeys);
  const tenant = useTenant();
  const locale = tenant?.locale;
  const words = useMemo(
    () => createWords({ locale: localeOf(navigator.language), ...formatLocaleOf(locale) }),
    [locale],
  );
  return (
    <SatchelTheme scheme={colorScheme} accentColor={tenant?.accentColor ?? null}>
      <WordsContext value={words}>
        <LetterKeysContext value={hasLetterKeys}>
          <RouterProvider router={router} />
        </LetterKeysContext>
      </WordsContext>
    </SatchelTheme>
  );
}

export function App({ client }: { readonly client: AppClient }) {
  const live = useLiveState((state) => state.live);
  const engine = useMemo(() => ({ client, live }), [client, live]);
  return (
    <EngineContext value={engine}>
      <Window />
    </EngineContext>
  );
}
