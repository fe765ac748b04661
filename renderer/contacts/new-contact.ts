import type { Words } from '../words/create-words.ts';
import { MAX_LINE } from '../records/field-spec.ts';

export interface NewContact extends Readonly<Record<string, string | boolean>> {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly jobTitle: string;
  readonly companyId: string;
  readonly companyName: string;
  /** A company was chosen or taken away here; the one that the form was asked for does not count any more. */
  readonly isCompanyChosen: boolean;
  readonly orgId: string;
}

export const EMPTY_CONTACT: NewContact = {
  firstName: '',
  lastName: '',
  email: '',
  phone: '',
  jobTitle: '',
  companyId: '',
  companyName: '',
  isCompanyChosen: false,
  orgId: '',
};

type Errors = Readonly<Record<string, string>>;

const LINES = ['firstName', 'lastName', 'email', 'phone', 'jobTitle'] as const;

/** What a field says when it is left, and what keeps the form from being saved. */
export function wrongInContact(body: NewContact, { say }: Words): { readonly onBlur: Errors; readonly onSave: Errors } {
  const onBlur: Record<string, string> = {};
  for (const key of LINES) if (body[key].trim().length > MAX_LINE) onBlur[key] = say('wrong.tooLong');
  const email = body.email.trim();
  if (email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email)) onBlur['email'] = say('field.notEmail');
  const phone = body.phone.trim();
  if (phone !== '' && phone.replaceAll(/\D/g, '').length < 4) onBlur['phone'] = say('field.notPhone');
  const isNameless = [body.firstName, body.lastName, body.email].every((text) => text.trim() === '');
  return { onBlur, onSave: isNameless ? { ...onBlur, lastName: say('contacts.nameOrEmail') } : onBlur };
}

interface NewIds {
  readonly contactId: string;
  readonly orgId: string;
}

/** Empty fields are left out: they are nothing, not empty text. */
export function newContactArgs(body: NewContact, { contactId, orgId }: NewIds): Readonly<Record<string, unknown>> {
  const lines = LINES.flatMap((key) => (body[key].trim() === '' ? [] : [[key, body[key].trim()] as const]));
  return {
    contactId,
    orgId,
    ...Object.fromEntries(lines),
    ...(body.companyId === '' ? {} : { companyId: body.companyId }),
  };
}
