import type { Store } from '../store.ts';
import { appendAccess, compactAccess, readAccess } from './access-rows.ts';
import { readBoots, readLastSeq, recordBoot } from './boots.ts';
import { dueRefunds, giveBack, moveIntent, openIntent, readIntents } from './charges.ts';
import { commitGroup } from './commit-group.ts';
import { compactAnswers, compactTombstones, dropMarks, markHeads, readLimits, readTenants } from './compaction.ts';
import { connect } from './connection.ts';
import { readEmails } from './emails.ts';
import { readHanging, readRows } from './entities.ts';
import { loadRows } from './load-rows.ts';
import { readEpoch, readHead, rotateEpoch } from './meta.ts';
import { createNewsReader } from './news.ts';
import { countRows, readPage } from './pull-rows.ts';
import { readRemembered } from './remembered.ts';
import { readStanding } from './standing.ts';
import { readBuckets } from './sum-rows.ts';
import { dropCache, readCache, writeCache } from './wrapper-cache.ts';

/** The embedded store: one connection a process. Several processes of one machine may have the same file open. */
export function openSqliteStore(path: string): Store {
  const connection = connect(path);
  const news = createNewsReader(connection, recordBoot(connection));
  return {
    close: async () => void connection.raw.close(),
    ping: async () => void connection.prepare('select 1').get(),
    epoch: async () => readEpoch(connection),
    rotateEpoch: async () => rotateEpoch(connection),
    head: async (tenantId) => readHead(connection, tenantId),
    standing: async () => readStanding(connection),
    boots: async () => readBoots(connection),
    lastSeqOf: async (tenantId, boots) => readLastSeq(connection, tenantId, boots),
    limits: async (tenantId) => readLimits(connection, tenantId),
    markHeads: async (atMs) => markHeads(connection, atMs),
    tenants: async () => readTenants(connection),
    compactTombstones: async (tenantId, olderThanMs, limit) =>
      compactTombstones(connection, tenantId, { olderThanMs, limit }),
    compactAnswers: async (olderThanMs, limit) => compactAnswers(connection, olderThanMs, limit),
    dropMarks: async (olderThanMs) => dropMarks(connection, olderThanMs),
    readRows: async (tenantId, refs) => readRows(connection, tenantId, refs),
    readHanging: async (tenantId, ids) => readHanging(connection, tenantId, ids),
    readRemembered: async (tenantId, ids) => readRemembered(connection, tenantId, ids),
    readEmails: async (tenantId, emails) => readEmails(connection, tenantId, emails),
    commitGroup: async (write) => commitGroup(connection, write),
    readPage: async (query) => readPage(connection, query),
    countRows: async (query) => countRows(connection, query),
    readBuckets: async (query) => readBuckets(connection, query),
    readIntents: async (tenantId, ids) => readIntents(connection, tenantId, ids),
    openIntents: async (intents) =>
      connection.transaction(() => intents.forEach((intent) => openIntent(connection, intent))),
    giveBack: async (intents, atMs) => connection.transaction(() => giveBack(connection, intents, atMs)),
    moveIntent: async (tenantId, change, from, atMs) => moveIntent(connection, tenantId, change, { from, atMs }),
    dueRefunds: async (olderThanMs, limit) => dueRefunds(connection, olderThanMs, limit),
    readCache: async (key) => readCache(connection, key),
    writeCache: async (entry) => writeCache(connection, entry),
    dropCache: async (keys) => dropCache(connection, keys),
    takeWebhook: async (webhook) => news.take(webhook),
    news: async () => news.read(),
    appendAccess: async (rows) => appendAccess(connection, rows),
    readAccess: async (query) => readAccess(connection, query),
    compactAccess: async (olderThanMs, limit) => compactAccess(connection, olderThanMs, limit),
    loadRows: async (tenantId, rows) => loadRows(connection, tenantId, rows),
  };
}
