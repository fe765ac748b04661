import { useCanGoBack, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { SessionStatus } from '../../main/contract/types.ts';
import { TitleBar } from '../parts/title-bar.tsx';
import { useLayoutState } from '../state/layout-state.ts';
import { useMenuState } from '../state/menu-state.ts';
import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';
import { MeMenu } from './me-menu.tsx';
import { NewMenu } from './new-menu.tsx';
import { needsYouIn } from './status-line-of.ts';
import { useGo } from './use-go.ts';
import { useTenant } from './use-tenant.ts';

interface AppTitleBarProps {
  readonly session: Extract<SessionStatus, { kind: 'signed-in' }>;
}

const open = (menu: 'new' | 'me' | null): void => useMenuState.setState({ open: menu });

export function AppTitleBar({ session }: AppTitleBarProps) {
  const { say } = useWords();
  const { history } = useRouter();
  const go = useGo();
  const tenant = useTenant();
  const canGoBack = useCanGoBack();
  const needsYou = useSessionState(({ sync }) => (sync === null ? 0 : needsYouIn(sync)));
  const menu = useMenuState((state) => state.open);
  const [isForwardKnown, setIsForwardKnown] = useState(false);
  const back = (): void => {
    setIsForwardKnown(true);
    history.back();
  };
  return (
    <>
      <TitleBar
        tenant={session.tenantName ?? say('app.name')}
        logo={tenant?.logo ?? null}
        meName={session.displayName ?? say('me.unknown')}
        canGoBack={canGoBack}
        canGoForward={isForwardKnown}
        newCount={needsYou}
        onBack={back}
        onForward={() => history.forward()}
        onSearch={() => useLayoutState.setState({ isPaletteOpen: true })}
        onNew={() => open('new')}
        onNotifications={() => go('/sync?part=needs')}
        onMe={() => open('me')}
      />
      <NewMenu isOpen={menu === 'new'} onClose={() => open(null)} />
      <MeMenu session={session} isOpen={menu === 'me'} onClose={() => open(null)} />
    </>
  );
}
