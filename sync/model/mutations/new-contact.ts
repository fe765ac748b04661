import { insert, type Change } from '../change.ts';
import type { EmployeeId } from '../ids.ts';
import type { MutationContext } from './define-mutation.ts';
import type { GivenFields } from './given-fields.ts';

/** A new contact with everything that was not given at its default; without an owner named, its maker owns it. */
export function newContact(
  { id, orgId }: { readonly id: string; readonly orgId: string },
  given: GivenFields<'contact'>,
  { actor, nowMs }: MutationContext,
): Change {
  return insert(
    'contact',
    id,
    orgId,
    {
      firstName: given.firstName ?? '',
      lastName: given.lastName ?? '',
      email: given.email ?? null,
      phone: given.phone ?? null,
      otherEmails: given.otherEmails ?? [],
      otherPhones: given.otherPhones ?? [],
      jobTitle: given.jobTitle ?? null,
      companyId: given.companyId ?? null,
      ownerId: given.ownerId === undefined ? (actor.employeeId as EmployeeId) : given.ownerId,
      tags: given.tags ?? [],
      source: given.source ?? null,
      doNotContact: given.doNotContact ?? false,
      customFields: given.customFields ?? {},
    },
    { createdBy: actor.employeeId, createdAtMs: nowMs },
  );
}
