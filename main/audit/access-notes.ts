import { v7 as uuidV7 } from 'uuid';
import type { Clock } from '../../sync/model/clock.ts';
import { MAX_ACCESS_PER_REQUEST, type AccessAction, type AccessEntry } from '../../sync/protocol/access.ts';
import { dropAccess, listAccess, putAccess } from '../db/access-store.ts';
import { commitLocal, type LocalStore } from '../db/local-store.ts';
import { compactIfLarge, type JournalRecord } from '../outbox/journal-records.ts';
import { foldReads } from './fold-reads.ts';
import type { ReadNote } from './read-note.ts';

/** How far the stored number of a line that grows may be behind. */
const GROWS_EVERY_MS = 1000;

/** An act to be noted: what, how many and why. For what takes data out the reason is the person's own. */
export interface AccessAct {
  readonly action: AccessAction;
  readonly what: string;
  readonly why: string;
  readonly kinds: readonly string[];
  readonly rows: number;
}

/**
 * Lines of the access log until the server has them: in the user's sealed file and in its journal, so that neither a
 * kill, a damaged file nor an ended session takes them away.
 */
export interface AccessNotes {
  /**
   * For what takes data out: call it before, on the disk when it returns. What cannot be noted is not to be done.
   * @throws SatchelError DISK_FULL | FOLDER_READ_ONLY
   */
  note(act: AccessAct): void;
  /** The user's records were opened. Never throws. */
  opened(why: 'sign-in' | 'resume'): void;
  /** A read was answered. Stored in a later turn; never delays or fails the read. */
  read(note: ReadNote): void;
  /** At most a request's worth that will not change any more, oldest first. */
  toSend(): readonly AccessEntry[];
  sent(ids: readonly string[]): void;
  /** Writes what waits. Never throws. */
  flush(): void;
}

interface Options {
  readonly store: LocalStore;
  readonly clock: Clock;
  /** Searches of this user are noted: who may read audit may read everything. */
  readonly isSearchNoted: () => boolean;
}

export function createAccessNotes({ store, clock, isSearchNoted }: Options): AccessNotes {
  const folded = foldReads(isSearchNoted);
  const waiting = new Map<string, AccessEntry>();
  const written = new Set<string>();
  let isDue = false;
  let cancelGrowth: (() => void) | null = null;

  function write(entries: readonly AccessEntry[]): void {
    commitLocal(store, (local) => {
      for (const entry of entries) {
        putAccess(local.tx, entry);
        local.keep({ t: 'access', entry } satisfies JournalRecord);
      }
    });
  }

  function flush(): void {
    isDue = false;
    cancelGrowth?.();
    cancelGrowth = null;
    if (waiting.size === 0) return;
    const entries = [...waiting.values()];
    try {
      write(entries);
      for (const { id } of entries) waiting.delete(id);
    } catch {
      // A full disk: kept in memory, and tried again with the next one.
    }
  }

  /** A new line is written in the next turn; one that grows at most once a second. */
  function writeSoon(entry: AccessEntry): void {
    waiting.set(entry.id, entry);
    if (written.has(entry.id)) {
      cancelGrowth ??= clock.setTimer(flush, GROWS_EVERY_MS);
      return;
    }
    written.add(entry.id);
    if (!isDue) setImmediate(() => isDue && flush());
    isDue = true;
  }

  const stamped = ({ kinds, ...act }: AccessAct): AccessEntry => {
    const atMs = clock.wallMs();
    return { ...act, kinds: [...kinds], id: uuidV7({ msecs: atMs }), atMs };
  };

  return {
    note: (act) => write([stamped(act)]),
    opened: (why) => writeSoon(stamped({ action: 'sign-in', what: '', why, kinds: [], rows: 0 })),
    read(note) {
      const now = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
      for (const entry of folded.add(note, now)) writeSoon(entry);
    },
    toSend() {
      const nowMs = clock.monotonicMs();
      // a few lines are open at a time, one a topic
      const some = listAccess(store.db.read, MAX_ACCESS_PER_REQUEST);
      return some.filter(({ id }) => !waiting.has(id) && !folded.isOpen(id, nowMs));
    },
    sent(ids) {
      commitLocal(store, (local) => {
        dropAccess(local.tx, ids);
        local.keep({ t: 'access-sent', ids } satisfies JournalRecord);
      });
      for (const id of ids) written.delete(id);
      compactIfLarge(store);
    },
    flush,
  };
}
