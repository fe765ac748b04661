import { useEffect, useRef } from 'react';
import { useSessionState } from '../state/session-state.ts';
import { dropToast, showToast } from '../state/toast-state.ts';
import { useWords } from '../words/words-context.ts';

/**
 * Tells five minutes and one minute before the end of offline writing, and when it is over; each time once. A warning
 * goes when the next one comes, or when the window starts anew.
 */
export function useWindowWarning(): void {
  const { say } = useWords();
  const stage = useSessionState(({ sync }) => sync?.windowStage ?? null);
  const before = useRef(stage);
  const shown = useRef<string>(undefined);
  useEffect(() => {
    const wasTold = before.current;
    before.current = stage;
    // At the first look the status line says it; only what happens before one's eyes is an event.
    if (wasTold === null || stage === null || stage === wasTold) return;
    if (shown.current !== undefined) dropToast(shown.current);
    shown.current = stage === 'running' ? undefined : showToast({ kind: 'info', text: say(`window.${stage}`) });
  }, [stage, say]);
}
