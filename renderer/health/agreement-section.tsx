import { useState } from 'react';
import type { HealthNow } from '../../main/contract/health.ts';
import type { VerifyOutcome } from '../../main/contract/types.ts';
import { useEngine } from '../app/engine-context.ts';
import { Button } from '../parts/button.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import classes from './health.module.css';

type State = { readonly kind: 'quiet' | 'running' } | VerifyOutcome;

function sentence(state: State, { agreement, nowMs }: HealthNow, { say, age }: Words): string {
  switch (state.kind) {
    case 'running':
      return say('health.agreement.running');
    case 'stopped':
      return say('health.agreement.stopped', { why: state.message });
    case 'quiet':
    case 'same':
    case 'healed': {
      const { checkedAtMs } = agreement;
      if (checkedAtMs === null) return say('health.agreement.never');
      return say('health.agreement.compared', { age: age(nowMs - checkedAtMs) });
    }
  }
}

/** Whether the rows here are the server's: when that was last seen, and a way to see it now. */
export function AgreementSection({ now }: { readonly now: HealthNow }) {
  const words = useWords();
  const { client } = useEngine();
  const [state, setState] = useState<State>({ kind: 'quiet' });
  const compare = (): void => {
    setState({ kind: 'running' });
    // A line that is lost is told by the window's own banner.
    client.sync.verify().then(setState, () => setState({ kind: 'quiet' }));
  };
  const { say } = words;
  return (
    <section>
      <SectionHead
        title={say('health.agreement')}
        action={
          <Button
            size="xs"
            label={say('health.agreement.compare')}
            disabled={state.kind === 'running'}
            onClick={compare}
          />
        }
      />
      <p className={classes.small} role="status">
        {sentence(state, now, words)}
      </p>
    </section>
  );
}
