import { Dialog } from '../parts/dialog.tsx';
import { FactList } from '../parts/fact-list.tsx';
import { useSessionState } from '../state/session-state.ts';
import { useLeaveState } from '../state/leave-state.ts';
import { useWords } from '../words/words-context.ts';
import { useEngine } from './engine-context.ts';
import { signOutKeeping } from './sign-out.ts';

/** Unsent work is never left behind unnoticed. */
export function LeaveGuard() {
  const { say, number } = useWords();
  const { client } = useEngine();
  const unsent = useLeaveState((state) => state.unsent);
  const counts = useSessionState((state) => state.sync?.counts);
  const facts = [
    { label: say('sync.waiting'), value: number((counts?.queued ?? 0) + (counts?.sending ?? 0)) },
    { label: say('sync.drafts'), value: number(counts?.held ?? 0) },
    { label: say('sync.needs'), value: number(counts?.parked ?? 0) },
  ];
  return (
    <Dialog
      isOpen={unsent !== null}
      title={say('leave.title', { count: unsent ?? 0 })}
      sentence={say('leave.sentence')}
      confirmLabel={say('leave.confirm')}
      onConfirm={() => void signOutKeeping(client)}
      onCancel={() => useLeaveState.setState({ unsent: null })}
    >
      <FactList facts={facts} />
    </Dialog>
  );
}
