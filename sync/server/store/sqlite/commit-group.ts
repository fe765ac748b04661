import type { CommitOutcome, GroupWrite } from '../store.ts';
import { moveIntent, UNDECIDED } from './charges.ts';
import type { Connection } from './connection.ts';
import { deleteEmail, insertEmail } from './emails.ts';
import { writeRows } from './entities.ts';
import { readHead, writeHead } from './meta.ts';
import { insertRemembered } from './remembered.ts';
import { writeMoves } from './scope-exits.ts';

class Undone extends Error {
  readonly outcome: CommitOutcome;
  constructor(outcome: CommitOutcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/** One transaction: the head is still the one the group was decided on, charges are still there, then all writes. */
export function commitGroup(connection: Connection, write: GroupWrite): CommitOutcome {
  try {
    return connection.transaction(() => {
      if (readHead(connection, write.tenantId) !== write.expectedHead) throw new Undone({ kind: 'moved' });
      settleCharges(connection, write);
      if (write.head !== write.expectedHead) writeHead(connection, write.tenantId, write.head);
      writeRows(connection, write.tenantId, write.rows);
      writeMoves(connection, write.tenantId, write.moves);
      for (const key of write.emailsRemoved) deleteEmail(connection, write.tenantId, key);
      for (const key of write.emailsAdded) insertEmail(connection, write.tenantId, key);
      for (const entry of write.remembered) {
        // a refusal raises no head: another process may have given one meanwhile
        if (!insertRemembered(connection, write.tenantId, entry)) throw new Undone({ kind: 'moved' });
      }
      return { kind: 'committed' };
    });
  } catch (error) {
    if (error instanceof Undone) return error.outcome;
    throw error;
  }
}

/** A charge that was given back meanwhile must not pay for an effect; one that is given up may be gone already. */
function settleCharges(connection: Connection, { tenantId, charges, atMs }: GroupWrite): void {
  for (const change of charges) {
    const hasMoved = moveIntent(connection, tenantId, change, { from: UNDECIDED, atMs });
    if (!hasMoved && change.state === 'settled')
      throw new Undone({ kind: 'charge-gone', mutationId: change.mutationId });
  }
}
