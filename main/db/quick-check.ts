import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { checkFiles } from './check-files.ts';
import { connect } from './connect.ts';
import { toDatabaseError } from './database-error.ts';

const MAX_PROBLEMS = 20;

export type CheckResult =
  | { readonly kind: 'ok' }
  /** `problems`: SQLite's words, about pages and tables, never about values. */
  | { readonly kind: 'damaged'; readonly problems: readonly string[] };

/**
 * Reads the whole database once, after an unclean end and before it is opened for writing: a writing connection would
 * change the damaged file when it closes. Time grows with the file.
 * @throws SatchelError WRONG_KEY | FOLDER_READ_ONLY
 */
export function quickCheck({ path, key }: { readonly path: string; readonly key: Uint8Array }): CheckResult {
  try {
    checkFiles({ path, key, mode: 'read' });
    const problems = check(path, key).filter((line) => line !== 'ok');
    return problems.length === 0 ? { kind: 'ok' } : { kind: 'damaged', problems };
  } catch (error) {
    const translated = toDatabaseError(error, path);
    if (!(translated instanceof SatchelError)) throw translated;
    if (translated.code === 'DATABASE_DAMAGED') return { kind: 'damaged', problems: [translated.message] };
    if (wasNeverCreated(translated)) return { kind: 'ok' };
    throw translated;
  }
}

// A crash in the very first start leaves no file, or a rollback journal that the next writing connection plays back.
const wasNeverCreated = (error: SatchelError): boolean =>
  error.code === 'NOT_FOUND' || error.data['systemCode'] === 'SQLITE_READONLY_ROLLBACK';

function check(path: string, key: Uint8Array): readonly string[] {
  const connection = connect({ path, key, mode: 'read' });
  try {
    const rows = connection.prepare<[], { quick_check: string }>(`pragma quick_check(${MAX_PROBLEMS})`).all();
    return rows.map((row) => row.quick_check);
  } finally {
    connection.close();
  }
}
