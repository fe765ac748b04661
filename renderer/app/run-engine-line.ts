import type { QueryClient } from '@tanstack/react-query';
import { openLiveSets } from '../live/live-sets.ts';
import { setLive, useLiveState } from '../state/live-state.ts';
import { onUserGone } from '../state/of-user.ts';
import { setLine, setSession, setSync, userOf, useSessionState } from '../state/session-state.ts';
import { type AppClient, codeOf } from './app-client.ts';
import type { EngineLine } from './connect-engine.ts';
import { followNetwork } from './follow-network.ts';
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
  onUserGone(() => queries.clear());
  followNetwork(client, window);
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
    setSession(await client.session.status());
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

/** One signed-in user from here to the end of the session, or of the line. */
async function followUser(client: AppClient, queries: QueryClient, span: Span): Promise<void> {
  const session = await client.session.status();
  setSession(session);
  setSync(await client.sync.status());
  if (session.kind === 'signed-out') return untilSession(({ kind }) => kind === 'signed-in', span);
  const ended = new AbortController();
  const isOther = untilSession((now) => userOf(now) !== userOf(session), span).then(() => {
    if (!span.isOver) ended.abort();
  });
  const live = await openLiveSets(client);
  const isStillHere = !span.isOver && !ended.signal.aborted;
  if (isStillHere) setLive(live);
  const following = followChanges(client, { live, queries, signal: ended.signal });
  following.catch(() => undefined); // it loses the race when the line is gone
  try {
    await Promise.race([following, isOther]);
  } finally {
    // A first fill that outlived its line ends beside the working set of the next one.
    if (useLiveState.getState().live === live) setLive(null);
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
    const look = ({ session }: { readonly session: Session | null }): void => {
      if (session !== null && isWanted(session)) end();
    };
    const unsubscribe = useSessionState.subscribe(look);
    look(useSessionState.getState());
    void span.over.then(end);
  });
}
