import type { Clock } from '../../sync/model/clock.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { SavedForm } from '../contract/forms.ts';
import type { ReadHandle } from '../db/handles.ts';
import { commitLocal, type LocalStore } from '../db/local-store.ts';
import type { Schema } from '../db/schema.ts';
import type { JournalRecord } from '../outbox/journal-records.ts';

/** A form is text that a person typed; more than this is not one. */
const MAX_BODY_CHARS = 1_000_000;

/** Keeps what is typed, on the disk when this returns. @throws SatchelError TOO_LARGE | DISK_FULL */
export function saveForm(
  store: LocalStore,
  clock: Clock,
  { key, body }: { key: string; body: unknown },
): { savedAtMs: number } {
  const text = JSON.stringify(body ?? null);
  if (text.length > MAX_BODY_CHARS) throw new SatchelError('TOO_LARGE', 'This form is too large to be kept.');
  const savedAtMs = clock.wallMs();
  commitLocal(store, (local) => {
    local.tx
      .prepared<[string, string, number], never>(
        'insert or replace into savedForm (key, body, savedAtMs) values (?, ?, ?)',
      )
      .run([key, text, savedAtMs]);
    const record: JournalRecord = { t: 'form', key, body: body ?? null, savedAtMs };
    local.keep(record);
    local.touch('forms');
  });
  return { savedAtMs };
}

interface StoredForm {
  readonly key: string;
  readonly body: string;
  readonly savedAtMs: number;
}

const decode = ({ key, body, savedAtMs }: StoredForm): SavedForm => ({
  key,
  body: JSON.parse(body) as unknown,
  savedAtMs,
});

export function getForm(read: ReadHandle<Schema>, key: string): SavedForm | null {
  const stored = read.prepared<[string], StoredForm>('select * from savedForm where key = ?').first([key]);
  return stored === undefined ? null : decode(stored);
}

export const listForms = (read: ReadHandle<Schema>): readonly SavedForm[] =>
  read.prepared<[], StoredForm>('select * from savedForm order by savedAtMs desc').all([]).map(decode);

/** The form was sent or given up. */
export function dropForm(store: LocalStore, key: string): { isDropped: boolean } {
  return commitLocal(store, (local) => {
    const { changes } = local.tx.prepared<[string], never>('delete from savedForm where key = ?').run([key]);
    const record: JournalRecord = { t: 'form-dropped', key };
    local.keep(record);
    local.touch('forms');
    return { isDropped: changes > 0 };
  });
}
