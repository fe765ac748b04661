import type { Migration } from '../migrate.ts';

/**
 * Replica tables hold the server's rows with the user's pending changes on top; `serverRow` keeps the server's row
 * while there are any. Rows may come in any order, so there is no foreign key and nothing is unique but the id.
 * The `sort...` columns are folded text (no case, no accents).
 */
const REPLICA_COLUMNS = `
  rowid integer primary key,
  id text not null unique,
  orgId text,
  createdBy text not null,
  createdAtMs integer not null,
  updatedAtMs integer not null,
  isDeleted integer not null,
  serverSeq integer,
  localSeq integer not null,
  pending text,
  serverRow text`;

const PARENTS = 'contactId text, companyId text, dealId text';

export const replicaAndOutbox: Migration = {
  version: 10,
  minSafeVersion: 10,
  up(run) {
    run(`
      create table pipeline (${REPLICA_COLUMNS},
        name text not null, position integer not null, stages text not null, lostReasons text not null);
      create table contact (${REPLICA_COLUMNS},
        firstName text not null, lastName text not null, email text, phone text, otherEmails text not null,
        otherPhones text not null, jobTitle text, companyId text, ownerId text, tags text not null, source text,
        doNotContact integer not null, customFields text not null,
        sortName text not null, emailKey text, phoneKey text);
      create table company (${REPLICA_COLUMNS},
        name text not null, parentCompanyId text, industry text, employeeCount integer, website text, phone text,
        street text, postcode text, city text, country text, ownerId text, tags text not null,
        customFields text not null, sortName text not null);
      create table deal (${REPLICA_COLUMNS},
        title text not null, contactId text, companyId text, valueMinor integer not null, currency text not null,
        pipelineId text not null, stageId text not null, status text not null, lostReason text,
        stageEnteredAtMs integer not null, closedAtMs integer, expectedCloseOn text, nextStep text, ownerId text,
        tags text not null, customFields text not null, sortTitle text not null);
      create table activity (${REPLICA_COLUMNS},
        type text not null, subject text not null, description text not null, ${PARENTS},
        occurredAtMs integer not null, durationMin integer, outcome text);
      create table note (${REPLICA_COLUMNS}, body text not null, isPinned integer not null, ${PARENTS});
      create table task (${REPLICA_COLUMNS},
        title text not null, description text not null, dueAtMs integer, isDueAllDay integer not null,
        remindAtMs integer, assigneeId text, isDone integer not null, doneAtMs integer, ${PARENTS},
        sortDue integer not null);
      create table history (${REPLICA_COLUMNS},
        recordKind text not null, recordId text not null, mutationId text not null, mutationName text not null,
        action text not null, "group" text, "before" text, "after" text, actorId text not null,
        atMs integer not null);
    `);
    run(`
      create index contactByName on contact (sortName, id, ownerId, tags) where isDeleted = 0;
      create index contactByUpdated on contact (updatedAtMs, id, ownerId, tags) where isDeleted = 0;
      create index contactByCreated on contact (createdAtMs, id, ownerId, tags) where isDeleted = 0;
      create index contactByOwner on contact (ownerId, sortName, id, tags) where isDeleted = 0;
      create index contactByCompany on contact (companyId, sortName, id) where isDeleted = 0 and companyId is not null;
      create index contactByTags on contact (tags) where isDeleted = 0 and tags <> '[]';
      create index contactDeleted on contact (id) where isDeleted = 1;
      create index contactByEmail on contact (emailKey) where emailKey is not null;
      create index contactByPhone on contact (phoneKey) where phoneKey is not null;
      create index companyByName on company (sortName, id, ownerId, tags) where isDeleted = 0;
      create index companyByUpdated on company (updatedAtMs, id, ownerId, tags) where isDeleted = 0;
      create index companyByOwner on company (ownerId, sortName, id) where isDeleted = 0;
      create index companyByTags on company (tags) where isDeleted = 0 and tags <> '[]';
      create index companyDeleted on company (id) where isDeleted = 1;
      create index companyByParent on company (parentCompanyId) where parentCompanyId is not null;
      create index dealByStage on deal (pipelineId, stageId, stageEnteredAtMs, id, ownerId) where isDeleted = 0;
      create index dealTotals on deal (pipelineId, stageId, currency, ownerId, valueMinor, pending) where isDeleted = 0;
      create index dealDeleted on deal (id) where isDeleted = 1;
      create index dealByTitle on deal (sortTitle, id, status, ownerId, pipelineId, stageId) where isDeleted = 0;
      create index dealByValue on deal (valueMinor, id, status, ownerId, pipelineId, stageId) where isDeleted = 0;
      create index dealByClose on deal (coalesce(expectedCloseOn, ''), id, status, ownerId, pipelineId, stageId) where isDeleted = 0;
      create index dealByUpdated on deal (updatedAtMs, id, status, ownerId, pipelineId, stageId) where isDeleted = 0;
      create index dealByOwner on deal (ownerId, updatedAtMs, id) where isDeleted = 0;
      create index dealByContact on deal (contactId, valueMinor, id) where contactId is not null;
      create index dealByCompany on deal (companyId, valueMinor, id) where companyId is not null;
      create index activityByContact on activity (contactId, occurredAtMs, id, isDeleted) where contactId is not null;
      create index activityByCompany on activity (companyId, occurredAtMs, id, isDeleted) where companyId is not null;
      create index activityByDeal on activity (dealId, occurredAtMs, id, isDeleted) where dealId is not null;
      create index noteByContact on note (contactId, createdAtMs, id, isDeleted) where contactId is not null;
      create index noteByCompany on note (companyId, createdAtMs, id, isDeleted) where companyId is not null;
      create index noteByDeal on note (dealId, createdAtMs, id, isDeleted) where dealId is not null;
      create index taskByContact on task (contactId, createdAtMs, id, isDeleted) where contactId is not null;
      create index taskByCompany on task (companyId, createdAtMs, id, isDeleted) where companyId is not null;
      create index taskByDeal on task (dealId, createdAtMs, id, isDeleted) where dealId is not null;
      create index taskByDue on task (assigneeId, isDone, sortDue, id) where isDeleted = 0;
      create index taskByDone on task (isDone, sortDue, id) where isDeleted = 0;
      create index historyByRecord on history (recordId, atMs, id);
      create index historyByMutation on history (mutationId) where serverSeq is null;
      create index contactChanged on contact (localSeq);
      create index dealChanged on deal (localSeq);
      create index taskChanged on task (localSeq);
      create index pipelineChanged on pipeline (localSeq);
    `);
    run(`
      create virtual table searchText using fts5 (
        title, detail, content = '', contentless_delete = 1, prefix = '1 2 3',
        tokenize = 'unicode61 remove_diacritics 2');
      insert into searchText (searchText, rank) values ('secure-delete', 1);

      create table setChange (
        kind text not null, id text not null, localSeq integer not null, primary key (kind, id)) without rowid;
      create index setChangeBySeq on setChange (localSeq);
      create table syncState (key text primary key not null, value any) strict, without rowid;
    `);
    run(`
      create table mutation (
        ordinal integer primary key,
        id text not null unique,
        name text not null, version integer not null, args text not null, actorId text not null,
        wallMs integer not null, hlc text not null, seen text not null, pass text not null,
        state text not null check (state in ('queued', 'sending', 'acknowledged', 'held', 'parked', 'discarded')),
        isLive integer not null, isHeldByUser integer not null, stateBefore text,
        writes text not null, creates text not null, words text not null, differences text not null,
        groupValues text not null, reason text, notes text not null,
        attempts integer not null, notBeforeMs integer not null,
        sentAtMs integer, decidedAtMs integer, serverSeq integer, replaces text, localSeq integer not null);
      create index mutationByState on mutation (state, ordinal);
      create index mutationChanged on mutation (localSeq);
      create index mutationReplaces on mutation (replaces) where replaces is not null;
      create table mutationAfter (
        mutationId text not null, afterId text not null, primary key (mutationId, afterId)) without rowid;
      create index mutationAfterBy on mutationAfter (afterId);
      create table mutationRow (
        kind text not null, id text not null, ordinal integer not null, primary key (kind, id, ordinal)) without rowid;
      create index mutationRowByOrdinal on mutationRow (ordinal);

      create table savedForm (key text primary key not null, body text not null, savedAtMs integer not null) without rowid;
      create table windowState (key text primary key not null, value any) strict, without rowid;
      create table wrapperCache (
        key text primary key not null, topic text not null, value text not null, etag text,
        cachedAtMs integer not null, expiresAtMs integer not null) without rowid;
    `);
  },
};
