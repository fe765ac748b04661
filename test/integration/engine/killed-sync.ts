import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import { openUser, type OpenUser } from '../../../main/engine/open-user.ts';
import { createSyncHttp } from '../../../main/sync-client/sync-http.ts';
import { pullPage } from '../../../main/sync-client/pull.ts';
import { pushBatch } from '../../../main/sync-client/push.ts';
import { systemClock } from '../../wrapper-sandbox/system-clock.ts';
import type { Field } from './field.ts';
import { orgId } from './records.ts';

class Killed extends Error {}

/** The nth transaction from here on does not happen, and neither does anything after it. */
function killAt(user: OpenUser, nth: number): OpenUser {
  let left = nth;
  const write: OpenUser['db']['write'] = (durability, work) => {
    left -= 1;
    if (left <= 0) throw new Killed();
    return user.db.write(durability, work);
  };
  return { ...user, db: { ...user.db, write } };
}

export interface KilledSync {
  readonly field: Field;
  readonly who: string;
  readonly dataDir: string;
  /** Of the sync's transactions, the one that does not happen any more. */
  readonly nth: number;
  /** Where the files go as a killed process leaves them: nothing is closed before they are copied. */
  readonly snapshot: string;
}

/** Opens a laptop's files without an engine; the caller closes them. */
export async function openFiles(field: Field, who: string, dataDir: string): Promise<OpenUser> {
  const { tenantId, employeeId } = await field.tokens(who);
  const options = { dataDir, keyStore: fileKeyStore(join(dataDir, 'keys')), clock: systemClock };
  return openUser(options, { tenantId, employeeId });
}

/** Pushes and pulls to the head as the loop does. */
export async function syncFiles(field: Field, who: string, store: OpenUser): Promise<void> {
  const { accessToken, employeeId } = await field.tokens(who);
  const closing = new AbortController().signal;
  const http = createSyncHttp({ syncUrl: field.server.url, fetch, clock: systemClock, deviceId: DEVICE, closing });
  const shared = { store, clock: systemClock, orgIds: () => new Set([orgId]), wake: () => undefined };
  const token = async () => accessToken;
  const gate = () => {
    throw new Error('nothing is written here');
  };
  const push = {
    outbox: { ...shared, employeeId, features: () => ({}), gate },
    http,
    random: Math.random,
    deviceId: DEVICE,
    token,
  };
  const yieldTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
  for (let sent = 1; sent > 0;) ({ sent } = await pushBatch(push));
  const askOrgIds = () => Promise.resolve(shared.orgIds());
  for (let more = true; more;) ({ more } = await pullPage({ ...shared, askOrgIds, http, token, yieldTurn }));
}

const DEVICE = '0b9f4f0e-5f0a-4c9e-9a55-3a7d3b1f0002';

/** @returns false when the sync has fewer transactions than that, and came to its end */
export async function killSyncAt({ field, who, dataDir, nth, snapshot }: KilledSync): Promise<boolean> {
  const user = await openFiles(field, who, dataDir);
  try {
    await syncFiles(field, who, killAt(user, nth));
    return false;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    cpSync(dataDir, snapshot, { recursive: true });
    return true;
  } finally {
    user.close();
  }
}
