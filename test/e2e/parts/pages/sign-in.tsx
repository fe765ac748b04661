import { useState } from 'react';

import { AppFrame } from '../../../../renderer/parts/app-frame.tsx';
import { SignInPanel } from '../../../../renderer/parts/sign-in-panel.tsx';
import { StatusLine } from '../../../../renderer/parts/status-line.tsx';
import { nothing } from '../samples.ts';

export function SignInPage() {
  const [email, setEmail] = useState('mara.lindqvist@halden.example');
  return (
    <AppFrame
      titleBar={null}
      statusLine={<StatusLine state={{ kind: 'signed-out', records: 'locked', appVersion: '2.3.1' }} />}
    >
      <SignInPanel
        tenant="Halden Instruments"
        email={email}
        onEmail={setEmail}
        onContinue={nothing}
        keyPlace="Windows Credential Manager"
        unsent={{ count: 3, name: 'Mara Lindqvist' }}
      />
    </AppFrame>
  );
}
