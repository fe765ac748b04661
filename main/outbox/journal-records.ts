import type { RecordRef } from '../../sync/model/row.ts';
import type { AccessEntry } from '../../sync/protocol/access.ts';
import type { OutboxState } from '../contract/types.ts';
import { dropAccess, listAccess, putAccess } from '../db/access-store.ts';
import type { Journal } from '../db/journal.ts';
import type { JsonValue } from '../db/json-value.ts';
import type { LocalStore, LocalTx } from '../db/local-store.ts';
import type { BindValue, ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import type { OutboxRow } from './outbox-row.ts';
import {
  findMutationRow,
  insertMutationRow,
  listAfter,
  listByState,
  patchMutationRow,
  recordsOf,
  type OutboxPatch,
} from './outbox-store.ts';

/**
 * The journal is rewritten with what still matters when it is larger than this and at most one record in four does:
 * a long queue would otherwise be written anew after every few answers.
 */
const COMPACT_AT_BYTES = 8 * 1024 * 1024;
const RECORDS_FOR_ONE_OF_USE = 4;

/** What the recovery journal holds; later records about the same id win. */
export type JournalRecord =
  | {
      readonly t: 'mutation';
      readonly row: OutboxRow;
      readonly after: readonly string[];
      readonly records: readonly RecordRef[];
    }
  | { readonly t: 'patch'; readonly id: string; readonly patch: OutboxPatch }
  | { readonly t: 'form'; readonly key: string; readonly body: unknown; readonly savedAtMs: number }
  | { readonly t: 'form-dropped'; readonly key: string }
  | { readonly t: 'access'; readonly entry: AccessEntry }
  | { readonly t: 'access-sent'; readonly ids: readonly string[] };

/** What stands in the file: a record with the name of its commit, or that such a commit came to nothing. */
type StoredRecord = (JournalRecord & { readonly commit?: string }) | { readonly t: 'void'; readonly commit: string };

/** A change's new state, in the table and in the journal. */
export function patchAndKeep(local: LocalTx, id: string, patch: OutboxPatch): void {
  patchMutationRow(local.tx, id, patch, local.localSeq);
  const record: JournalRecord = { t: 'patch', id, patch };
  local.keep(record);
  local.touch('outbox');
}

/** Replaces the journal's content by the queue and the forms as the database has them. */
export function compactJournal({ db, journal }: Pick<LocalStore, 'db' | 'journal'>): void {
  journal.rewrite(db.snapshot((read) => currentRecords(read)) as unknown as JsonValue[]);
}

export function compactIfLarge(store: Pick<LocalStore, 'db' | 'journal'>): void {
  const { db, journal } = store;
  if (journal.sizeBytes <= COMPACT_AT_BYTES) return;
  if (journal.recordCount >= RECORDS_FOR_ONE_OF_USE * countCurrent(db.read)) compactJournal(store);
}

const KEPT_STATES = ['queued', 'sending', 'held', 'parked', 'discarded'] as const satisfies readonly OutboxState[];

/** How many records `currentRecords` would give. */
function countCurrent(read: ReadHandle<Schema>): number {
  const found = read
    .prepared<BindValue[], { count: number }>(
      `select (select count(*) from mutation where state in (${KEPT_STATES.map(() => '?').join(', ')}))
         + (select count(*) from savedForm) + (select count(*) from accessEntry) as count`,
    )
    .first([...KEPT_STATES]);
  return found?.count ?? 0;
}

function currentRecords(read: ReadHandle<Schema>): readonly JournalRecord[] {
  const mutations = listByState(read, KEPT_STATES).map((row): JournalRecord => ({
    t: 'mutation',
    row,
    after: listAfter(read, row.id),
    records: recordsOf(read, row.ordinal),
  }));
  const forms = read
    .prepared<[], { key: string; body: string; savedAtMs: number }>('select key, body, savedAtMs from savedForm')
    .all([])
    .map(({ key, body, savedAtMs }): JournalRecord => ({
      t: 'form',
      key,
      body: JSON.parse(body) as unknown,
      savedAtMs,
    }));
  const access = listAccess(read, -1).map((entry): JournalRecord => ({ t: 'access', entry }));
  return [...mutations, ...forms, ...access];
}

/**
 * Puts what the journal holds into a database that lacks it (a new one after damage), in the order it was written.
 * @returns how many changes and forms were brought back
 */
export function replayJournal(
  journal: Journal,
  local: LocalTx,
): { readonly mutations: number; readonly forms: number } {
  const { records, afterDamage } = journal.readAll();
  const stored = [...records, ...afterDamage] as unknown as readonly StoredRecord[];
  const failed = new Set(stored.flatMap((record) => (record.t === 'void' ? [record.commit] : [])));
  const forms = new Map<string, Extract<JournalRecord, { t: 'form' }>>();
  let mutations = 0;
  for (const record of stored) {
    if (record.t === 'void' || (record.commit !== undefined && failed.has(record.commit))) continue;
    if (record.t === 'form') forms.set(record.key, record);
    else if (record.t === 'form-dropped') forms.delete(record.key);
    else if (record.t === 'access') putAccess(local.tx, record.entry);
    else if (record.t === 'access-sent') dropAccess(local.tx, record.ids);
    else if (record.t === 'patch') {
      if (findMutationRow(local.tx, record.id)) patchMutationRow(local.tx, record.id, record.patch, local.localSeq);
    } else if (!findMutationRow(local.tx, record.row.id)) {
      insertMutationRow(local.tx, record.row, { after: record.after, records: record.records });
      mutations += 1;
    }
  }
  for (const { key, body, savedAtMs } of forms.values()) {
    local.tx
      .prepared<[string, string, number], never>(
        'insert or replace into savedForm (key, body, savedAtMs) values (?, ?, ?)',
      )
      .run([key, JSON.stringify(body), savedAtMs]);
  }
  return { mutations, forms: forms.size };
}
