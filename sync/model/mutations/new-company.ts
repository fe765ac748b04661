import { insert, type Change } from '../change.ts';
import type { EmployeeId } from '../ids.ts';
import type { MutationContext } from './define-mutation.ts';
import type { GivenFields } from './given-fields.ts';

/** A new company with everything that was not given at its default; without an owner named, its maker owns it. */
export function newCompany(
  { id, orgId }: { readonly id: string; readonly orgId: string },
  given: GivenFields<'company'> & { readonly name: string },
  { actor, nowMs }: MutationContext,
): Change {
  return insert(
    'company',
    id,
    orgId,
    {
      name: given.name,
      parentCompanyId: given.parentCompanyId ?? null,
      industry: given.industry ?? null,
      employeeCount: given.employeeCount ?? null,
      website: given.website ?? null,
      phone: given.phone ?? null,
      street: given.street ?? null,
      postcode: given.postcode ?? null,
      city: given.city ?? null,
      country: given.country ?? null,
      ownerId: given.ownerId === undefined ? (actor.employeeId as EmployeeId) : given.ownerId,
      tags: given.tags ?? [],
      customFields: given.customFields ?? {},
    },
    { createdBy: actor.employeeId, createdAtMs: nowMs },
  );
}
