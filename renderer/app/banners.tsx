import { IconDatabaseHeart, IconHandStop, IconLogin2, IconPlugConnectedX } from '@tabler/icons-react';
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';
import { Banner } from './banner.tsx';
import { DraftBanners, useDraftNews } from './draft-banners.tsx';
import { useEngine } from './engine-context.ts';
import classes from './shell.module.css';
import { useDelayed } from './use-delayed.ts';
import { startSignIn } from './window-shell.ts';

/** A line that is back before this is not worth a word; a restart of the engine takes about as long. */
const QUIET_MS = 700;

/** A mass deletion that the sync stopped before; the user alone lets it go on. */
function HeldDeletions() {
  const { say } = useWords();
  const { client } = useEngine();
  const held = useSessionState(({ sync }) => sync?.heldDeletions ?? null);
  if (held === null) return null;
  const what = held.kinds.map(({ kind, count, of }) => say(`app.deletionsHeldOf.${kind}`, { gone: count, all: of }));
  const accept = (): void => void client.sync.acceptDeletions().catch(() => undefined);
  return (
    <Banner action={<Button label={say('app.deletionsAccept')} onClick={accept} />}>
      <Note tone="wait" icon={IconHandStop}>
        {say('app.deletionsHeld', { what: what.join(', ') })}
      </Note>
    </Banner>
  );
}

/**
 * What concerns the whole window: the engine is gone, a new sign-in is due, records were rebuilt after damage, a mass
 * deletion waits for the user.
 */
export function Banners() {
  const { say, clock } = useWords();
  const isLineGone = useDelayed(
    useSessionState(({ isLineOpen }) => !isLineOpen),
    QUIET_MS,
  );
  const isSignInNeeded = useSessionState(({ session }) => session?.kind === 'signed-in' && session.isSignInNeeded);
  const recovery = useSessionState(({ sync }) => sync?.recovery ?? null);
  const [seenAtMs, setSeenAtMs] = useState(0);
  const isRecoveryShown = recovery !== null && recovery.atMs > seenAtMs;
  const isHeld = useSessionState(({ sync }) => (sync?.heldDeletions ?? null) !== null);
  const areDrafts = useDraftNews() !== null;
  if (!isLineGone && !isSignInNeeded && !isRecoveryShown && !isHeld && !areDrafts) return null;
  return (
    <div className={classes.banners} role="status">
      {isLineGone && (
        <Note tone="wait" icon={IconPlugConnectedX}>
          {say('app.lineLost')}
        </Note>
      )}
      {isSignInNeeded && (
        <Banner action={<Button label={say('app.signInAgain')} onClick={() => startSignIn('')} />}>
          <Note tone="wait" icon={IconLogin2}>
            {say('app.signInNeeded')}
          </Note>
        </Banner>
      )}
      {isRecoveryShown && (
        <Banner action={<Button label={say('app.understood')} onClick={() => setSeenAtMs(recovery.atMs)} />}>
          <Note tone="wait" icon={IconDatabaseHeart}>
            {say('app.recovered', { clock: clock(recovery.atMs), count: recovery.mutations })}
          </Note>
        </Banner>
      )}
      <HeldDeletions />
      <DraftBanners />
    </div>
  );
}
