import type { z } from 'zod';
import { CompanyId, ContactId, DealId, OrgId } from '../ids.ts';
import type { Row } from '../row.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';
import { may, type MutationContext } from './define-mutation.ts';

/**
 * Activities, notes and tasks hang on a deal, a contact or a company and live in that record's unit.
 * `orgId` counts only where they hang on nothing, and where the record is not on this side.
 */
export const attachedTo = {
  dealId: DealId.nullable().optional(),
  contactId: ContactId.nullable().optional(),
  companyId: CompanyId.nullable().optional(),
  orgId: OrgId.optional(),
};

export type AttachedArgs = z.infer<z.ZodObject<typeof attachedTo>>;

export const parentReads = ({ dealId, contactId, companyId }: AttachedArgs) => ({
  deal: may('deal', dealId),
  contact: may('contact', contactId),
  company: may('company', companyId),
});

interface ParentRows {
  readonly deal: Row<'deal'> | undefined;
  readonly contact: Row<'contact'> | undefined;
  readonly company: Row<'company'> | undefined;
}

/** The unit of the strongest parent, else the one given; null when there is neither. */
export function unitOf({ deal, contact, company }: ParentRows, args: AttachedArgs): string | null {
  return (deal ?? contact ?? company)?.orgId ?? args.orgId ?? null;
}

export function checkAttached(rows: ParentRows, args: AttachedArgs, { actor }: MutationContext): Verdict {
  const orgId = unitOf(rows, args);
  if (orgId === null) return refused('INVALID', 'orgId');
  return actor.orgIds.has(orgId) ? allowed : refused('OUT_OF_SCOPE', 'orgId');
}

/** What hangs on a contact or a deal also belongs on the page of their company. */
export const parentIds = ({ deal, contact }: ParentRows, args: AttachedArgs) => ({
  dealId: args.dealId ?? null,
  contactId: args.contactId ?? null,
  companyId: args.companyId ?? deal?.companyId ?? contact?.companyId ?? null,
});
