import type { Reading, TransferTarget } from '../../main/contract/transfer.ts';
import type { WordKey } from '../words/english.ts';

export type FieldKey =
  Extract<WordKey, `transfer.field.${string}`> extends `transfer.field.${infer Name}` ? Name : never;

/** Fields that a column can go to, in the order of the lists. */
export const FIELDS_OF: { readonly [Target in TransferTarget]: readonly FieldKey[] } = {
  contacts: [
    'firstName',
    'lastName',
    'fullName',
    'email',
    'phone',
    'jobTitle',
    'companyName',
    'owner',
    'tags',
    'source',
    'doNotContact',
    'externalId',
    'custom',
  ],
  companies: [
    'name',
    'industry',
    'employeeCount',
    'website',
    'phone',
    'street',
    'postcode',
    'city',
    'country',
    'parentName',
    'owner',
    'tags',
    'externalId',
    'custom',
  ],
  deals: [
    'title',
    'companyName',
    'contactName',
    'stage',
    'lostReason',
    'value',
    'createdOn',
    'closedOn',
    'expectedCloseOn',
    'nextStep',
    'owner',
    'tags',
    'externalId',
    'custom',
  ],
};

/** One of these has to be there, or nothing has a name. */
export const NAMES_OF: { readonly [Target in TransferTarget]: readonly FieldKey[] } = {
  contacts: ['firstName', 'lastName', 'fullName', 'email'],
  companies: ['name'],
  deals: ['title'],
};

const ALL_FIELDS = new Set<string>(Object.values(FIELDS_OF).flat());
export const isField = (field: string): field is FieldKey => ALL_FIELDS.has(field);

export const READINGS: readonly Reading[] = [
  'text',
  'number-dot',
  'number-comma',
  'date-ymd',
  'date-dmy',
  'date-mdy',
  'yes-no',
];
