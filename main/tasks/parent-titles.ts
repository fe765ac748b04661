import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { recordNames } from '../lists/record-names.ts';

interface Attached {
  readonly dealId: string | null;
  readonly contactId: string | null;
  readonly companyId: string | null;
}

/** For each row: what a person calls the strongest live record it hangs on, or null. */
export function parentTitles(read: ReadHandle<Schema>, rows: readonly Attached[]): readonly (string | null)[] {
  const deals = recordNames(
    read,
    'deal',
    rows.map(({ dealId }) => dealId),
  );
  const contacts = recordNames(
    read,
    'contact',
    rows.map(({ contactId }) => contactId),
  );
  const companies = recordNames(
    read,
    'company',
    rows.map(({ companyId }) => companyId),
  );
  return rows.map(
    ({ dealId, contactId, companyId }) =>
      deals.get(dealId ?? '') ?? contacts.get(contactId ?? '') ?? companies.get(companyId ?? '') ?? null,
  );
}
