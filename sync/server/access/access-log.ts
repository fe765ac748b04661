import { v5 as uuidV5, v7 as uuidV7 } from 'uuid';
import type { Clock } from '../../model/clock.ts';
import type { AccessEntry, AccessPage, AccessRequest } from '../../protocol/access.ts';
import { SatchelError } from '../../protocol/satchel-error.ts';
import type { Logger } from '../logger.ts';
import type { AccessRow, AccessRowsQuery } from '../store/access-rows.ts';
import type { Store } from '../store/store.ts';
import type { Session, WriteSession } from '../wrapper/sessions.ts';

/** Rows at once that are no longer a day's work but a taking away. */
const BULK_ROWS = 500;
/** Sessions and pulls that are kept in mind; a forgotten one costs a second line at most. */
const MAX_KEPT = 20_000;
/** Names the ids of first requests, which come out the same after a restart. */
const FIRST_REQUEST = '5b0d8f0e-9c1b-4b7e-8a55-0c3f5a6b7d21';

/** A page that was handed out. */
export interface PulledRows {
  readonly deviceId: string | null;
  readonly isFromStart: boolean;
  /** The reader has pulled from this server before. */
  readonly hasPulledBefore: boolean;
  readonly kinds: readonly string[];
  readonly rows: number;
  readonly more: boolean;
}

/** Who signed in, searched, and took records away: what laptops tell, and what the server sees itself. */
export interface AccessLog {
  /** Stores what a laptop tells; when this resolves it is on the disk. */
  accept(session: Session, request: AccessRequest): Promise<void>;
  /** Notes the first request of a session from a device. Written after the answer, in the background. */
  seen(session: Session, deviceId: string | null): void;
  /** Notes whole pulls and large ones; one line each, whose count grows with the pages. In the background too. */
  pulled(session: Session, page: PulledRows): void;
  /** @throws SatchelError PERMISSION_DENIED */
  read(session: WriteSession, query: Pick<AccessRowsQuery, 'before' | 'by' | 'action' | 'limit'>): Promise<AccessPage>;
  /** Writes what waits. */
  close(): Promise<void>;
}

interface Options {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Run {
  readonly id: string;
  readonly why: string;
}

export function createAccessLog({ store, clock, logger }: Options): AccessLog {
  const known = new Set<string>();
  const runs = new Map<string, Run>();
  let waiting: AccessRow[] = [];
  let isDue = false;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    isDue = false;
    const rows = waiting;
    if (rows.length === 0) return;
    waiting = [];
    try {
      await store.appendAccess(rows);
    } catch (error) {
      waiting = [...rows, ...waiting].slice(0, MAX_KEPT);
      logger.error('access log could not be written', { error: String(error), lines: waiting.length });
    }
  }

  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  /** After what the request still has to do; requests of one turn share a commit. */
  function note(session: Session, deviceId: string | null, entry: Omit<AccessEntry, 'atMs'>): void {
    if (!isDue) setImmediate(() => void flush());
    isDue = true;
    const nowMs = clock.wallMs();
    waiting.push(rowOf(session, { ...entry, atMs: nowMs }, { deviceId, source: 'server', receivedAtMs: nowMs }));
  }

  function runOf(key: string, { isFromStart, hasPulledBefore, rows }: PulledRows): Run | undefined {
    const run = isFromStart
      ? { id: uuidV7(), why: hasPulledBefore ? 'rebuild' : 'first-sync' }
      : (runs.get(key) ?? (rows >= BULK_ROWS ? { id: uuidV7(), why: 'catch-up' } : undefined));
    if (run === undefined) return undefined;
    if (runs.size >= MAX_KEPT) runs.clear();
    runs.set(key, run);
    return run;
  }

  return {
    async accept(session, { deviceId, entries }) {
      const receivedAtMs = clock.wallMs();
      const facts = { deviceId, source: 'laptop', receivedAtMs } as const;
      await store.appendAccess(entries.map((entry) => rowOf(session, entry, facts)));
    },
    seen(session, deviceId) {
      const key = `${session.sessionId}:${deviceId ?? ''}`;
      if (known.has(key)) return;
      if (known.size >= MAX_KEPT) known.clear();
      known.add(key);
      const id = uuidV5(key, FIRST_REQUEST);
      note(session, deviceId, { id, action: 'sign-in', what: '', why: 'first-request', kinds: [], rows: 0 });
    },
    pulled(session, page) {
      const { deviceId, kinds, rows, more } = page;
      const key = `${session.sessionId}:${deviceId ?? ''}:${kinds.join()}`;
      const run = runOf(key, page);
      if (run === undefined) return;
      if (!more) runs.delete(key);
      note(session, deviceId, { ...run, action: 'bulk-read', what: '', kinds: [...kinds], rows });
    },
    async read({ tenantId, permissions }, query) {
      const units = permissions
        .filter(({ action, resource }) => action === 'read' && resource === 'audit')
        .map(({ orgId }) => orgId);
      if (units.length === 0) throw new SatchelError('PERMISSION_DENIED', 'Your role may not read the access log.');
      const { rows, before } = await store.readAccess({ ...query, tenantId, units });
      return { entries: [...rows], next: before === null ? null : String(before) };
    },
    close: flush,
  };
}

const rowOf = (
  { tenantId, employeeId: by, orgIds }: Session,
  entry: AccessEntry,
  facts: Pick<AccessRow, 'deviceId' | 'source' | 'receivedAtMs'>,
): AccessRow => ({ ...entry, ...facts, tenantId, by, orgIds });
