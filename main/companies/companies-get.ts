import type { CompanyDetail } from '../contract/companies.ts';
import type { ReplicaRow } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { dealsOf } from '../deals/deals-of.ts';
import { loadRows, mustGetRow } from '../lists/load-rows.ts';
import { pendingMutationIds } from '../lists/pending-mutations.ts';
import { recordName } from '../lists/record-names.ts';

const MAX_CONTACTS = 200;

/** A deleted company too, so that it can be restored. @throws SatchelError NOT_FOUND */
export function companiesGet(read: ReadHandle<Schema>, { companyId }: { readonly companyId: string }): CompanyDetail {
  const company = mustGetRow(read, 'company', companyId);
  return {
    company,
    parentName: recordName(read, 'company', company.parentCompanyId),
    contacts: contactsOf(read, companyId),
    deals: dealsOf(read, 'companyId', companyId),
    pendingMutationIds: pendingMutationIds(read, 'company', companyId),
  };
}

function contactsOf(read: ReadHandle<Schema>, companyId: string): readonly ReplicaRow<'contact'>[] {
  const found = read
    .prepared<[string], { rowid: number }>(
      `select rowid from contact where companyId = ? and companyId is not null and isDeleted = 0
       order by sortName, id limit ${MAX_CONTACTS}`,
    )
    .all([companyId]);
  return loadRows(
    read,
    'contact',
    found.map(({ rowid }) => rowid),
  );
}
