import type { CreditBalance } from '../../sync/wrapper-api/billing.ts';
import type { Permission } from '../../sync/wrapper-api/permissions.ts';
import type { Database } from '../db/database.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import type { WindowStamp } from '../gate/offline-window.ts';

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAtMs: number;
}

/** Who the user is, as last validated live. */
export interface Identity {
  readonly tenantId: string;
  readonly employeeId: string;
  readonly sessionId: string;
  /** Units of direct membership. */
  readonly orgIds: readonly string[];
  readonly roles: readonly string[];
}

/** The last live answer; the offline window rests on it. */
export interface PermissionSnapshot {
  readonly permissions: readonly Permission[];
  readonly etag: string | null;
  readonly atMs: number;
}

/** The last live answer about credits; a hint for the window, never a reason to allow what has a price. */
export interface CreditSnapshot {
  readonly balance: CreditBalance;
  readonly etag: string | null;
  readonly atMs: number;
}

/** What is kept about the session in the encrypted file; never rebuilt or dropped by a replica's rebuild. */
export interface SessionValues {
  readonly tokens: Tokens;
  readonly identity: Identity;
  readonly permissions: PermissionSnapshot;
  readonly credits: CreditSnapshot;
  readonly window: WindowStamp;
  readonly deviceId: string;
  /** The tenant's picture as `data:` address, and where it came from. */
  readonly logo: { readonly url: string; readonly dataUrl: string; readonly atMs: number };
  /** The tokens were refused; the user has to sign in again. */
  readonly isSignInNeeded: boolean;
  /** Drafts wait for the user's word when the connection is back. */
  readonly isReviewingDrafts: boolean;
}

export function getSessionValue<K extends keyof SessionValues>(
  read: ReadHandle<Schema>,
  key: K,
): SessionValues[K] | undefined {
  const row = read.prepared<[string], { value: string }>('select value from windowState where key = ?').first([key]);
  return row === undefined ? undefined : (JSON.parse(row.value) as SessionValues[K]);
}

export function putSessionValue<K extends keyof SessionValues>(
  db: Database<Schema>,
  key: K,
  value: SessionValues[K],
): void {
  db.write('full', (tx) =>
    tx
      .prepared<[string, string], never>('insert or replace into windowState (key, value) values (?, ?)')
      .run([key, JSON.stringify(value)]),
  );
}

export function dropSessionValue(db: Database<Schema>, key: keyof SessionValues): void {
  db.write('full', (tx) => tx.prepared<[string], never>('delete from windowState where key = ?').run([key]));
}
