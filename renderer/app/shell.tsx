import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import type { SessionStatus } from '../../main/contract/types.ts';
import { AppFrame } from '../parts/app-frame.tsx';
import { Toasts } from '../parts/toasts.tsx';
import { dropToast, useToastState } from '../state/toast-state.ts';
import { usePreferences } from '../settings/use-preferences.ts';
import { userOf, useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';
import { AppPalette } from './app-palette.tsx';
import { AppKeySheet } from './app-key-sheet.tsx';
import { AppSidebar } from './app-sidebar.tsx';
import { AppStatusLine } from './app-status-line.tsx';
import { AppTitleBar } from './app-title-bar.tsx';
import { Banners } from './banners.tsx';
import { OrFeatureOff } from './feature-off.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import classes from './shell.module.css';
import { SignInPage } from './sign-in-page.tsx';
import { useGlobalKeys } from './use-global-keys.ts';
import { useWindowWarning } from './use-window-warning.ts';
import { windowButtons } from './window-shell.ts';

function AppToasts() {
  const { say } = useWords();
  useWindowWarning();
  const toasts = useToastState((state) => state.toasts);
  const shown = toasts.map(({ id, text, action, kind = 'done' }) => {
    if (action === undefined) return { id, kind, text };
    const keys = action.label === say('toast.undo') ? { keys: 'Mod+Z' } : {};
    return { id, kind, text, action: { label: action.label, onPress: action.run, ...keys } };
  });
  return <Toasts toasts={shown} onDismiss={dropToast} />;
}

/** The window around every screen; before sign-in a page of its own, and nothing of anybody's records. */
export function Shell() {
  const session = useSessionState((state) => state.session);
  const isSignedIn = session?.kind === 'signed-in';
  useGlobalKeys(isSignedIn);
  if (!isSignedIn) {
    return (
      <AppFrame titleBar={null} statusLine={<AppStatusLine />} windowButtons={windowButtons()}>
        <div className={classes.page}>
          <Banners />
          {session !== null && <SignInPage reason={session.reason} />}
        </div>
      </AppFrame>
    );
  }
  return <SignedInShell key={userOf(session)} session={session} />;
}

interface SignedInShellProps {
  readonly session: Extract<SessionStatus, { kind: 'signed-in' }>;
}

/** Mounted anew for another user: a screen keeps its rows until newer ones are there. */
function SignedInShell({ session }: SignedInShellProps) {
  usePreferences();
  return (
    <AppFrame
      titleBar={<AppTitleBar session={session} />}
      sidebar={<AppSidebar />}
      statusLine={<AppStatusLine />}
      toasts={<AppToasts />}
      windowButtons={windowButtons()}
    >
      <div className={classes.page}>
        <Banners />
        <div className={classes.screen}>
          <Suspense fallback={null}>
            <OrFeatureOff>
              <Outlet />
            </OrFeatureOff>
          </Suspense>
        </div>
      </div>
      <AppPalette />
      <AppKeySheet />
      <LeaveGuard />
    </AppFrame>
  );
}
