import type { Kind } from '../../../model/kinds/all-kinds.ts';
import type { AnyRow } from '../../../model/row.ts';
import { normaliseEmail } from '../../../model/text.ts';
import { SatchelError } from '../../../protocol/satchel-error.ts';
import type { StoredRow } from '../store.ts';
import type { Connection } from './connection.ts';
import { insertEmail } from './emails.ts';
import { insertRow } from './entities.ts';
import { readHead, writeHead } from './meta.ts';

/** The mutation that loaded rows are said to come from. */
const LOAD_ID = '00000000-0000-4000-8000-000000000000';

/** One transaction: a tenant is loaded whole or not at all. */
export function loadRows(
  connection: Connection,
  tenantId: string,
  rows: Iterable<{ readonly kind: Kind; readonly row: AnyRow }>,
): number {
  return connection.transaction(() => {
    if (readHead(connection, tenantId) !== 0)
      throw new SatchelError('BAD_REQUEST', 'Only an empty tenant can be loaded.');
    let seq = 0;
    for (const { kind, row } of rows) {
      seq += 1;
      insertRow(connection, tenantId, loadedRow(kind, row, seq));
      if (kind === 'contact') addEmail(connection, tenantId, row);
    }
    writeHead(connection, tenantId, seq);
    return seq;
  });
}

function addEmail(connection: Connection, tenantId: string, row: AnyRow): void {
  const email = normaliseEmail(row['email'] as string | null);
  if (email !== null && !row.isDeleted) insertEmail(connection, tenantId, { email, contactId: row.id });
}

const loadedRow = (kind: Kind, row: AnyRow, seq: number): StoredRow => ({
  kind,
  row,
  seq,
  clocks: {},
  lastMutationId: LOAD_ID,
  lastActorId: row.createdBy,
  lastAtMs: row.updatedAtMs,
});
