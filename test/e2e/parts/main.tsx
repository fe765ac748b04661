import { type ComponentType, createElement, StrictMode, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';

import { SatchelTheme } from '../../../renderer/theme/satchel-theme.tsx';
import { createWords } from '../../../renderer/words/create-words.ts';
import { WordsContext } from '../../../renderer/words/words-context.ts';
import { CompanyPage } from './pages/company.tsx';
import { ContactsPage } from './pages/contacts.tsx';
import { DealLostPage, DealsPage } from './pages/deals.tsx';
import { FirstSyncPage } from './pages/first-sync.tsx';
import { ImportPage } from './pages/import.tsx';
import { KeysPage, PalettePage } from './pages/palette.tsx';
import { PartsPage } from './pages/parts.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { StatusPage } from './pages/status.tsx';
import { ManyDealsPage, ManyRowsPage } from './pages/stress.tsx';
import { NeedsYouPage, SyncCentrePage } from './pages/sync-centre.tsx';

const PAGES: ReadonlyMap<string, ComponentType> = new Map([
  ['contacts', ContactsPage],
  ['deals', DealsPage],
  ['deal-lost', DealLostPage],
  ['company', CompanyPage],
  ['sync-centre', SyncCentrePage],
  ['needs-you', NeedsYouPage],
  ['status', StatusPage],
  ['palette', PalettePage],
  ['keys', KeysPage],
  ['import', ImportPage],
  ['sign-in', SignInPage],
  ['first-sync', FirstSyncPage],
  ['parts', PartsPage],
  ['many-rows', ManyRowsPage],
  ['many-deals', ManyDealsPage],
]);

const subscribe = (onChange: () => void): (() => void) => {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
};

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const scheme = new URLSearchParams(location.search).get('scheme') === 'dark' ? 'dark' : 'light';

function Gallery() {
  const name = useSyncExternalStore(subscribe, () => location.hash.replace('#/', ''));
  return createElement(PAGES.get(name) ?? PartsPage);
}

createRoot(document.getElementById('root') ?? document.body).render(
  <StrictMode>
    <SatchelTheme scheme={scheme}>
      <WordsContext value={words}>
        <Gallery />
      </WordsContext>
    </SatchelTheme>
  </StrictMode>,
);
