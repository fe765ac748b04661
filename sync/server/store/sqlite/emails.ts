import type { EmailKey } from '../store.ts';
import { PLACE, sql, type Connection } from './connection.ts';

const READ = sql
  .selectFrom('email_key')
  .select('contact_id')
  .where('tenant_id', '=', PLACE)
  .where('email', '=', PLACE)
  .compile().sql;
const INSERT = sql
  .insertInto('email_key')
  .values({ tenant_id: PLACE, email: PLACE, contact_id: PLACE })
  .onConflict((conflict) => conflict.doNothing())
  .compile().sql;
const DELETE = sql
  .deleteFrom('email_key')
  .where('tenant_id', '=', PLACE)
  .where('email', '=', PLACE)
  .where('contact_id', '=', PLACE)
  .compile().sql;

export function readEmails(connection: Connection, tenantId: string, emails: readonly string[]): EmailKey[] {
  const statement = connection.prepare<{ contact_id: string }>(READ);
  return emails.flatMap((email) =>
    statement.all(tenantId, email).map(({ contact_id: contactId }) => ({ email, contactId })),
  );
}

export function insertEmail(connection: Connection, tenantId: string, { email, contactId }: EmailKey): void {
  connection.prepare(INSERT).run(tenantId, email, contactId);
}

export function deleteEmail(connection: Connection, tenantId: string, { email, contactId }: EmailKey): void {
  connection.prepare(DELETE).run(tenantId, email, contactId);
}
