import type { QueryClient } from '@tanstack/react-query';
import { openLiveSets } from '../live/live-sets.ts';
import { forgetUnsaved } from '../records/use-saved-form.ts';
import { setLive } from '../state/live-state.ts';
import { setLine, setSession, setSync, useSessionState } from '../state/session-state.ts';
import { type AppClient, codeOf } from './app-client.ts';
import type { EngineLine } from './connect-engine.ts';
import { followChanges, followStatus } from './follow-engine.ts';

/** Before something that ended without a lost line is started again; the engine may be changing users. */
const AGAIN_MS = 250;

/** The time between finding the line and losing it. Its calls are not aborted: there is nobody left to tell. */
interface Span {
  isOver: boolean;
  readonly over: Promise<void>;
  readonly end: () => void;
}

function startSpan(): Span {
  const { promise, resolve } = Promise.withResolvers<void>();
  const span: Span = {
    isOver: false,
    over: promise,
    end() {
      span.isOver = true;
      resolve();
    },
  };
  return span;
}

/**
 * Follows the engine for the life of the window: status always, changes and the working set while somebody is signed
 * in. A lost line throws the working set away; what is on the screen stays until the line is back.
 */
export function runEngineLine({ client, onState }: EngineLine, queries: QueryClient): void {
  let span = startSpan();
  onState((isOpen) => {
    span.end();
    setLine(isOpen);
    if (!isOpen) return;
    const now = startSpan();
    span = now;
    void again(now, () => followEngine(client));
    void again(now, () => followUser(client, queries, now));
  });
}

/** A line may outlive the engine behind it: while that is started again every call says that it is gone. */
async function followEngine(client: AppClient): Promise<void> {
  try {
    setSync(await client.sync.status());
    setLine(true);
    await followStatus(client, new AbortController().signal);
  } catch (error) {
    if (codeOf(error) === 'ENGINE_GONE') setLine(false);
    throw error;
  }
}

async function again(span: Span, run: () => Promise<void>): Promise<void> {
  while (!span.isOver) {
    try {
      await run();
    } catch {
      // ended by the engine or by the line: asked again below, unless the line itself is gone
    }
    if (!span.isOver) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** One signed-in user from here to the end of the session. Nothing of one user outlives it in the window's memory. */
async function followUser(client: AppClient, queries: QueryClient, span: Span): Promise<void> {
  const session = await client.session.status();
  setSession(session);
  setSync(await client.sync.status());
  if (session.kind === 'signed-out') {
    queries.clear();
    forgetUnsaved();
    return untilSession(({ kind }) => kind === 'signed-in', span);
  }
  const ended = new AbortController();
  const isOther = untilSession(
    (now) => now.kind !== 'signed-in' || now.employeeId !== session.employeeId || now.tenantId !== session.tenantId,
    span,
  ).then(() => {
    if (!span.isOver) ended.abort();
  });
  const live = await openLiveSets(client);
  setLive(live);
  const following = followChanges(client, { live, queries, signal: ended.signal });
  following.catch(() => undefined); // it loses the race when the line is gone
  try {
    await Promise.race([following, isOther]);
  } finally {
    setLive(null);
    // Where the engine or the line is gone, what is on the screen stays, and with it what is half typed there.
    if (ended.signal.aborted) {
      queries.clear();
      forgetUnsaved();
    }
    await live.close();
  }
}

type Session = NonNullable<ReturnType<typeof useSessionState.getState>['session']>;

/** Until the session is as wanted, or the line is gone. */
function untilSession(isWanted: (session: Session) => boolean, span: Span): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      unsubscribe();
      resolve();
    };
    const unsubscribe = useSessionState.subscribe(({ session }) => {
      if (session !== null && isWanted(session)) end();
    });
    void span.over.then(end);
  });
}
