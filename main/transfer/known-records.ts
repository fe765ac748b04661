import { foldText, normaliseEmail } from '../../sync/model/text.ts';
import type { TransferTarget } from '../contract/transfer.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';

/** Ids of records that a file may name, by the text by which it names them. Rows that are not sent yet count too. */
export interface KnownRecords {
  readonly contactByEmail: Map<string, string>;
  readonly contactByName: Map<string, string>;
  readonly companyByName: Map<string, string>;
  /** Outside ids of records of the target, from earlier imports. */
  readonly externalIds: Set<string>;
  /** Employees by folded name and by e-mail. */
  readonly people: Map<string, string>;
}

export interface KnownPerson {
  readonly id: string;
  readonly displayName: string;
  readonly email: string;
}

const PAGE = 2000;

export const nameKey = (name: string): string => foldText(name.trim()).replaceAll(/\s+/g, ' ');

const TABLES: Readonly<Record<TransferTarget, string>> = { contacts: 'contact', companies: 'company', deals: 'deal' };

interface NamedRow {
  readonly at: number;
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly customFields: string;
}

const COLUMNS: Readonly<Record<string, string>> = {
  contact: `firstName || ' ' || lastName as name, email, customFields`,
  company: `name, null as email, customFields`,
  deal: `title as name, null as email, customFields`,
};

/** Page by page, so that a replica of 100,000 contacts holds the engine up for some milliseconds at a time. */
async function* pages(
  read: () => ReadHandle<Schema>,
  table: string,
  turn: () => Promise<void>,
): AsyncGenerator<readonly NamedRow[]> {
  const sql = `select rowid as at, id, ${COLUMNS[table]} from ${table} where isDeleted = 0 and rowid > ? order by rowid limit ${PAGE}`;
  for (let last = -1; ;) {
    const rows = read().prepared<[number], NamedRow>(sql).all([last]);
    if (rows.length === 0) return;
    yield rows;
    last = rows.at(-1)?.at ?? last;
    await turn();
  }
}

export async function loadKnownRecords(
  read: () => ReadHandle<Schema>,
  target: TransferTarget,
  people: readonly KnownPerson[],
  turn: () => Promise<void>,
): Promise<KnownRecords> {
  const known: KnownRecords = {
    contactByEmail: new Map(),
    contactByName: new Map(),
    companyByName: new Map(),
    externalIds: new Set(),
    people: new Map(
      people.flatMap(
        ({ id, displayName, email }) =>
          [
            [nameKey(displayName), id],
            [nameKey(email), id],
          ] as const,
      ),
    ),
  };
  const tables = new Set([TABLES[target], 'company', ...(target === 'companies' ? [] : ['contact'])]);
  for (const table of tables) {
    for await (const rows of pages(read, table, turn)) {
      for (const row of rows) note(known, table, row, table === TABLES[target]);
    }
  }
  return known;
}

function note(known: KnownRecords, table: string, row: NamedRow, isTarget: boolean): void {
  const name = nameKey(row.name);
  // The oldest of several of the same name is the one that people mean.
  if (table === 'company' && !known.companyByName.has(name)) known.companyByName.set(name, row.id);
  if (table === 'contact') {
    if (!known.contactByName.has(name)) known.contactByName.set(name, row.id);
    const email = normaliseEmail(row.email);
    if (email !== null) known.contactByEmail.set(email, row.id);
  }
  if (!isTarget || !row.customFields.includes('"externalId"')) return;
  const { externalId } = JSON.parse(row.customFields) as { readonly externalId?: unknown };
  if (typeof externalId === 'string') known.externalIds.add(externalId);
}
