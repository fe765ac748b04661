import { useState } from 'react';
import type { SessionStatus } from '../../main/contract/types.ts';
import { Note } from '../parts/note.tsx';
import { SignInPanel } from '../parts/sign-in-panel.tsx';
import { useWords } from '../words/words-context.ts';
import classes from './shell.module.css';
import { isElectron, startSignIn } from './window-shell.ts';

type Reason = Extract<SessionStatus, { kind: 'signed-out' }>['reason'];

const SAID = { revoked: 'app.endedByAdmin', expired: 'app.endedByTime' } as const;

/** Signed out: why, and the way to the account service's own page. */
export function SignInPage({ reason }: { readonly reason: Reason }) {
  const { say } = useWords();
  const [email, setEmail] = useState('');
  const [isWaiting, setIsWaiting] = useState(false);
  const onContinue = (): void => {
    setIsWaiting(true);
    startSignIn(email.trim());
  };
  return (
    <>
      {(reason === 'revoked' || reason === 'expired') && (
        <div className={classes.banners}>
          <Note tone="wait">{say(SAID[reason])}</Note>
        </div>
      )}
      <SignInPanel
        email={email}
        onEmail={setEmail}
        onContinue={onContinue}
        isWaiting={isWaiting}
        onCancel={() => setIsWaiting(false)}
        keyPlace={say(isElectron() ? 'app.keyInSystem' : 'app.keyInFile')}
      />
    </>
  );
}
