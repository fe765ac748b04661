import type { Clock } from '../../model/clock.ts';
import type { ServerEvent } from '../../protocol/events.ts';
import type { Session } from '../wrapper/sessions.ts';

/** Pokes of one tenant are at least this far apart (design, section 4). */
const POKE_EVERY_MS = 20;

export interface Listener {
  readonly session: Session;
  send(event: ServerEvent): void;
  close(): void;
}

export interface EventHub {
  /** The returned function ends it. */
  listen(listener: Listener): () => void;
  newer(tenantId: string, seq: number): void;
  /** To everybody of the tenant. */
  tell(tenantId: string, event: ServerEvent): void;
  /** Says so to the listeners of these sessions and ends them; of all of the tenant where nobody is named. */
  revoke(
    tenantId: string,
    who: { readonly sessionId?: string | undefined; readonly employeeId?: string | undefined },
  ): void;
  /** Those of whom somebody listens. */
  tenants(): readonly string[];
  count(): number;
  close(): void;
}

interface Poke {
  seq: number;
  sentSeq: number;
  cancel: (() => void) | undefined;
}

export function createEventHub(clock: Clock): EventHub {
  const byTenant = new Map<string, Set<Listener>>();
  const pokes = new Map<string, Poke>();

  function tell(tenantId: string, event: ServerEvent): void {
    for (const listener of byTenant.get(tenantId) ?? []) listener.send(event);
  }

  /** The first goes out at once, what follows within the pause goes out together at its end. */
  function flush(tenantId: string, poke: Poke): void {
    poke.cancel = undefined;
    if (poke.seq <= poke.sentSeq) return;
    poke.sentSeq = poke.seq;
    tell(tenantId, { kind: 'newer', seq: poke.seq });
    poke.cancel = clock.setTimer(() => flush(tenantId, poke), POKE_EVERY_MS);
  }

  return {
    listen(listener) {
      const { tenantId } = listener.session;
      const listeners = byTenant.get(tenantId) ?? new Set<Listener>();
      byTenant.set(tenantId, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && byTenant.get(tenantId) === listeners) byTenant.delete(tenantId);
      };
    },
    newer(tenantId, seq) {
      const poke = pokes.get(tenantId) ?? { seq: 0, sentSeq: 0, cancel: undefined };
      pokes.set(tenantId, poke);
      poke.seq = Math.max(poke.seq, seq);
      if (poke.cancel === undefined) flush(tenantId, poke);
    },
    tell,
    revoke(tenantId, { sessionId, employeeId }) {
      for (const listener of byTenant.get(tenantId) ?? []) {
        const { session } = listener;
        const isTheirs = employeeId === undefined || session.employeeId === employeeId;
        const isMeant = sessionId === undefined ? isTheirs : session.sessionId === sessionId;
        if (!isMeant) continue;
        listener.send({ kind: 'session-revoked', sessionId: session.sessionId });
        listener.close();
      }
    },
    tenants: () => [...byTenant.keys()],
    count: () => [...byTenant.values()].reduce((sum, listeners) => sum + listeners.size, 0),
    close() {
      for (const poke of pokes.values()) poke.cancel?.();
      for (const listeners of byTenant.values()) for (const listener of listeners) listener.close();
    },
  };
}
