import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../../main/db/open-database.ts';
import { CODECS, decodeRow, encodeRow } from '../../../main/db/row-codec.ts';
import { BUILD_VERSION, MIGRATIONS, type Schema } from '../../../main/db/schema.ts';
import { KIND_NAMES } from '../../../sync/model/kinds/all-kinds.ts';
import type { AnyRow } from '../../../sync/model/row.ts';

const dir = mkdtempSync(join(tmpdir(), 'satchel-tables-'));
const db = openDatabase<Schema>({
  path: join(dir, 'a.db'),
  key: new Uint8Array(randomBytes(32)),
  mode: 'write',
  migrations: MIGRATIONS,
  buildVersion: BUILD_VERSION,
  appVersion: 'test',
});
afterAll(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

const LOCAL_ONLY = ['rowid', 'localSeq', 'serverSeq', 'pending', 'serverRow'];

test.each(KIND_NAMES)('the table of %s has exactly the columns of its kind', (kind) => {
  const columns = db.read.prepared<[string], { name: string }>('select name from pragma_table_info(?)').all([kind]);
  const names = columns.map(({ name }) => name).filter((name) => !LOCAL_ONLY.includes(name));
  expect(names.toSorted()).toEqual(CODECS[kind].columns.toSorted());
});

const samples: Readonly<Record<string, AnyRow>> = {
  contact: row({
    firstName: 'Åse',
    lastName: 'Ødegård',
    email: 'Aase@Example.example',
    phone: '+47 555 01 482',
    otherEmails: [{ label: 'home', value: 'x' }],
    otherPhones: [],
    jobTitle: null,
    companyId: null,
    ownerId: null,
    tags: ['vip'],
    source: null,
    doNotContact: true,
    customFields: { size: 3 },
  }),
  history: row({
    recordKind: 'deal',
    recordId: '1',
    mutationId: '2',
    mutationName: 'deals.edit',
    action: 'changed',
    group: 'value',
    before: { valueMinor: 1 },
    after: null,
    merge: {
      outcome: 'beside',
      rule: null,
      mine: null,
      theirs: null,
      others: [{ group: 'phone', by: '4', atMs: 3 }],
    },
    actorId: '3',
    atMs: 5,
  }),
};

function row(fields: object): AnyRow {
  const base = {
    id: '01900000-0000-7000-8000-000000000001',
    orgId: null,
    createdBy: 'e',
    createdAtMs: 1,
    updatedAtMs: 2,
    isDeleted: false,
  };
  return { ...base, ...fields };
}

test.each(['contact', 'history'] as const)('a %s comes back from its columns as it was', (kind) => {
  const sample = samples[kind] ?? row({});
  const stored = Object.fromEntries(
    CODECS[kind].columns.map((column, index) => [column, encodeRow(kind, sample)[index]]),
  );
  expect(decodeRow(kind, stored)).toEqual(sample);
});

test('a contact is sorted and found without case, accents and phone formats', () => {
  const encoded = encodeRow('contact', samples['contact'] ?? row({}));
  const at = (column: string) => encoded[CODECS.contact.columns.indexOf(column)];
  expect([at('sortName'), at('emailKey'), at('phoneKey')]).toEqual(['odegard ase', 'aase@example.example', '5501482']);
});
