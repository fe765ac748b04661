import { foldText, normaliseEmail, phoneDigits } from '../../sync/model/text.ts';
import type { SimilarContact } from '../contract/contacts.ts';
import type { ReplicaRow } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { loadRows } from '../lists/load-rows.ts';
import { recordNames } from '../lists/record-names.ts';

export interface SimilarInput {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly exceptContactId?: string | undefined;
}

type Why = SimilarContact['why'];
type Column = 'emailKey' | 'phoneKey' | 'sortName';

const MAX_SIMILAR = 5;
/** What `phoneKey` holds: country and area codes before them do not make another phone. */
const PHONE_KEY_DIGITS = 7;

/** Contacts with the same e-mail, then the same phone, then the same name; at most 5. */
export function contactsSimilar(read: ReadHandle<Schema>, input: SimilarInput): readonly SimilarContact[] {
  const whyByRowid = new Map<number, Why>();
  for (const { why, column, key } of keysOf(input)) {
    for (const rowid of rowidsWith(read, column, key, input.exceptContactId ?? '')) {
      if (!whyByRowid.has(rowid) && whyByRowid.size < MAX_SIMILAR) whyByRowid.set(rowid, why);
    }
  }
  const rowids = [...whyByRowid.keys()];
  const contacts = loadRows(read, 'contact', rowids);
  const companyNames = recordNames(
    read,
    'company',
    contacts.map(({ companyId }) => companyId),
  );
  return contacts.map((contact, index) => ({
    ...describe(contact, companyNames),
    why: whyByRowid.get(rowids[index] ?? 0) ?? 'name',
  }));
}

function keysOf({
  email,
  phone,
  firstName,
  lastName,
}: SimilarInput): readonly { why: Why; column: Column; key: string }[] {
  const keys = [
    { why: 'email', column: 'emailKey', key: normaliseEmail(email) ?? '' },
    { why: 'phone', column: 'phoneKey', key: phoneDigits(phone).slice(-PHONE_KEY_DIGITS) },
    { why: 'name', column: 'sortName', key: foldText(`${lastName ?? ''} ${firstName ?? ''}`.trim()) },
  ] as const;
  return keys.filter(({ key }) => key !== '');
}

function rowidsWith(read: ReadHandle<Schema>, column: Column, key: string, exceptId: string): readonly number[] {
  const sql = `select rowid from contact where ${column} = ? and isDeleted = 0 and id <> ? limit ${MAX_SIMILAR}`;
  return read
    .prepared<[string, string], { rowid: number }>(sql)
    .all([key, exceptId])
    .map(({ rowid }) => rowid);
}

function describe(
  contact: ReplicaRow<'contact'>,
  companyNames: ReadonlyMap<string, string | null>,
): Omit<SimilarContact, 'why'> {
  const { id, firstName, lastName, email, phone, companyId, pending } = contact;
  return {
    contactId: id,
    title: `${firstName} ${lastName}`.trim() || (email ?? ''),
    email,
    phone,
    companyName: companyNames.get(companyId ?? '') ?? null,
    pending,
  };
}
