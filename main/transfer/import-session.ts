import type { OutboxContext } from '../outbox/outbox-context.ts';
import type { KnownPerson } from './known-records.ts';

/** What an import needs from the session it runs in. */
export interface ImportSession {
  readonly outbox: OutboxContext;
  /** Employees as far as this laptop knows them. */
  readonly people: () => readonly KnownPerson[];
  readonly areEmailsUnique: () => boolean;
  /** Credits of so many records by the cached prices; null while they are not known. */
  readonly creditsOf: (feature: 'contacts' | 'deals', count: number) => number | null;
  /** The user signed out, or another one signed in. */
  readonly isClosed: () => boolean;
  /** Real milliseconds of this thread: how long it was held has nothing to do with any other clock. */
  readonly monotonicMs: () => number;
}
