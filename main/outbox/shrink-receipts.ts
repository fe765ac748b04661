import type { Clock } from '../../sync/model/clock.ts';
import type { Database } from '../db/database.ts';
import type { Schema } from '../db/schema.ts';

/** How long a settled change is kept whole, and a discarded one at all (design.md, section 3). */
const KEEP_MS = 30 * 24 * 60 * 60_000;

/** Receipts shrink to id, number and verdict; what was discarded goes for good. Undecided changes are never touched. */
export function shrinkReceipts(db: Database<Schema>, clock: Clock): void {
  const before = clock.wallMs() - KEEP_MS;
  db.write('normal', (tx) => {
    tx.prepared<[number], never>(
      `update mutation set args = 'null', seen = '{}', pass = '{"mode":"lease","entries":[]}', serverPass = null, differences = '[]', groupValues = '{}'
       where state = 'acknowledged' and decidedAtMs < ? and args <> 'null'`,
    ).run([before]);
    tx.prepared<[number], never>(
      `delete from mutationRow where ordinal in (select ordinal from mutation where state = 'discarded' and decidedAtMs < ?)`,
    ).run([before]);
    tx.prepared<[number], never>(`delete from mutation where state = 'discarded' and decidedAtMs < ?`).run([before]);
  });
}
