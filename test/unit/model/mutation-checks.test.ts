import { expect, test } from 'vitest';
import type { Facts } from '../../../sync/model/mutations/define-mutation.ts';
import {
  COMPANY,
  CONTACT,
  contextAt,
  DEAL,
  fullWorld,
  NEW,
  NOW_MS,
  ORG,
  OTHER_ORG,
  PIPELINE,
  prepare,
  rowOf,
  TASK,
} from './rows.ts';

interface CheckCase {
  readonly what: string;
  readonly name: string;
  readonly args: object;
  readonly want: { readonly code: string; readonly field?: string } | 'allowed';
  readonly facts?: Facts;
}

const taken: Facts = { isEmailTaken: (email, except) => email === 'taken@x.example' && except !== CONTACT };
const contact = { contactId: NEW, orgId: ORG, lastName: 'Bo' };
const deal = { dealId: NEW, orgId: ORG, title: 'Line', pipelineId: PIPELINE, currency: 'EUR' };
const stages = rowOf('pipeline').stages;
const pipeline = { pipelineId: PIPELINE, name: 'Sales', position: 0, lostReasons: [] };

test.each<CheckCase>([
  {
    what: 'a contact without name and e-mail',
    name: 'contacts.create',
    args: { contactId: NEW, orgId: ORG },
    want: { code: 'INVALID', field: 'lastName' },
  },
  {
    what: 'a contact of spaces',
    name: 'contacts.create',
    args: { ...contact, lastName: '  ' },
    want: { code: 'INVALID', field: 'lastName' },
  },
  {
    what: 'a contact with only an e-mail',
    name: 'contacts.create',
    args: { contactId: NEW, orgId: ORG, email: 'a@b' },
    want: 'allowed',
  },
  {
    what: 'an e-mail without @',
    name: 'contacts.create',
    args: { ...contact, email: 'nope' },
    want: { code: 'INVALID', field: 'email' },
  },
  {
    what: 'an e-mail with a space',
    name: 'contacts.create',
    args: { ...contact, email: 'a b@c' },
    want: { code: 'INVALID', field: 'email' },
  },
  { what: 'an e-mail of spaces is none', name: 'contacts.create', args: { ...contact, email: '  ' }, want: 'allowed' },
  {
    what: 'a taken e-mail',
    name: 'contacts.create',
    args: { ...contact, email: ' Taken@X.example' },
    facts: taken,
    want: { code: 'EMAIL_TAKEN', field: 'email' },
  },
  {
    what: 'a taken e-mail that nobody here can know',
    name: 'contacts.create',
    args: { ...contact, email: 'taken@x.example' },
    want: 'allowed',
  },
  {
    what: 'a foreign unit',
    name: 'contacts.create',
    args: { ...contact, orgId: OTHER_ORG },
    want: { code: 'OUT_OF_SCOPE', field: 'orgId' },
  },
  {
    what: 'emptying the only name left',
    name: 'contacts.edit',
    args: { contactId: CONTACT, set: { firstName: '', lastName: '', email: null } },
    want: { code: 'INVALID', field: 'lastName' },
  },
  {
    what: 'editing to a taken e-mail',
    name: 'contacts.edit',
    args: { contactId: CONTACT, set: { email: 'other@x.example' } },
    facts: { isEmailTaken: () => true },
    want: { code: 'EMAIL_TAKEN', field: 'email' },
  },
  {
    what: 'editing to the own e-mail',
    name: 'contacts.edit',
    args: { contactId: CONTACT, set: { email: 'TAKEN@x.example' } },
    facts: taken,
    want: 'allowed',
  },
  {
    what: 'editing another field of a contact with a taken e-mail',
    name: 'contacts.edit',
    args: { contactId: CONTACT, set: { phone: '1' } },
    facts: { isEmailTaken: () => true },
    want: 'allowed',
  },
  {
    what: 'a company that is its own parent',
    name: 'companies.create',
    args: { companyId: NEW, orgId: ORG, name: 'A', parentCompanyId: NEW },
    want: { code: 'INVALID', field: 'parentCompanyId' },
  },
  {
    what: 'a company made its own parent',
    name: 'companies.edit',
    args: { companyId: COMPANY, set: { parentCompanyId: COMPANY } },
    want: { code: 'INVALID', field: 'parentCompanyId' },
  },
  {
    what: 'a company in a foreign unit',
    name: 'companies.create',
    args: { companyId: NEW, orgId: OTHER_ORG, name: 'A' },
    want: { code: 'OUT_OF_SCOPE', field: 'orgId' },
  },
  {
    what: 'a deal in an unknown stage',
    name: 'deals.create',
    args: { ...deal, stageId: 'nowhere' },
    want: { code: 'UNKNOWN_STAGE', field: 'toStage' },
  },
  {
    what: 'a deal that starts lost without a reason',
    name: 'deals.create',
    args: { ...deal, stageId: 'lost' },
    want: { code: 'LOST_REASON_MISSING', field: 'lostReason' },
  },
  {
    what: 'a deal that starts lost with a reason',
    name: 'deals.create',
    args: { ...deal, stageId: 'lost', lostReason: 'Price' },
    want: 'allowed',
  },
  {
    what: 'a deal in a foreign unit',
    name: 'deals.create',
    args: { ...deal, orgId: OTHER_ORG },
    want: { code: 'OUT_OF_SCOPE', field: 'orgId' },
  },
  {
    what: 'a move to an unknown stage',
    name: 'deals.moveStage',
    args: { dealId: DEAL, toStage: 'nowhere' },
    want: { code: 'UNKNOWN_STAGE', field: 'toStage' },
  },
  {
    what: 'a deal lost without a reason',
    name: 'deals.moveStage',
    args: { dealId: DEAL, toStage: 'lost' },
    want: { code: 'LOST_REASON_MISSING', field: 'lostReason' },
  },
  {
    what: 'a deal won without a reason',
    name: 'deals.moveStage',
    args: { dealId: DEAL, toStage: 'won' },
    want: 'allowed',
  },
  {
    what: 'a note that hangs on nothing',
    name: 'notes.create',
    args: { noteId: NEW, body: 'x' },
    want: { code: 'INVALID', field: 'orgId' },
  },
  {
    what: 'a note that hangs on a unit',
    name: 'notes.create',
    args: { noteId: NEW, body: 'x', orgId: ORG },
    want: 'allowed',
  },
  {
    what: 'a task in a foreign unit',
    name: 'tasks.create',
    args: { taskId: NEW, title: 'x', orgId: OTHER_ORG },
    want: { code: 'OUT_OF_SCOPE', field: 'orgId' },
  },
  {
    what: "a task takes its parent's unit, whatever it says",
    name: 'tasks.create',
    args: { taskId: NEW, title: 'x', orgId: OTHER_ORG, dealId: DEAL },
    want: 'allowed',
  },
  {
    what: 'an activity on a record that is not here',
    name: 'activities.log',
    args: { activityId: NEW, type: 'call', dealId: TASK, orgId: ORG },
    want: 'allowed',
  },
  {
    what: 'a pipeline with a stage twice',
    name: 'pipelines.save',
    args: { ...pipeline, stages: [stages[0], stages[0]] },
    want: { code: 'INVALID', field: 'stages' },
  },
])('$what: $want', ({ name, args, want, facts = {} }) => {
  const prepared = prepare(name, args, fullWorld());
  const verdict = prepared.mutation.check(prepared.rows, prepared.args, contextAt(NOW_MS, facts));
  expect(verdict).toEqual(want === 'allowed' ? { kind: 'allowed' } : { kind: 'refused', ...want });
});

test.each([
  { what: 'an id that is no uuid', name: 'contacts.create', args: { ...contact, contactId: 'x' } },
  {
    what: 'an id in capitals',
    name: 'contacts.create',
    args: { ...contact, contactId: 'A1D00000-0000-4000-8000-000000000001' },
  },
  { what: 'an unknown argument', name: 'contacts.create', args: { ...contact, salary: 1 } },
  { what: 'a line that is too long', name: 'contacts.create', args: { ...contact, lastName: 'x'.repeat(256) } },
  { what: 'an edit of nothing', name: 'contacts.edit', args: { contactId: CONTACT, set: {} } },
  { what: 'an edit of the owner', name: 'contacts.edit', args: { contactId: CONTACT, set: { ownerId: NEW } } },
  {
    what: 'an edit of a framework field',
    name: 'contacts.edit',
    args: { contactId: CONTACT, set: { createdBy: NEW } },
  },
  { what: 'an edit of the stage', name: 'deals.edit', args: { dealId: DEAL, set: { stageId: 'won' } } },
  { what: 'a deal without a title', name: 'deals.create', args: { ...deal, title: '  ' } },
  { what: 'a value in fractions of a cent', name: 'deals.create', args: { ...deal, valueMinor: 0.5 } },
  { what: 'a currency in small letters', name: 'deals.create', args: { ...deal, currency: 'eur' } },
  {
    what: 'a custom field called constructor',
    name: 'contacts.edit',
    args: { contactId: CONTACT, set: { customFields: { constructor: 1 } } },
  },
  { what: 'an empty note', name: 'notes.create', args: { noteId: NEW, body: '', orgId: ORG } },
  { what: 'no arguments at all', name: 'tasks.complete', args: null },
])('$what is refused as BAD_REQUEST with the place', ({ name, args }) => {
  const issues: unknown = expect.arrayContaining([{ path: expect.any(String), message: expect.any(String) }]);
  expect(() => prepare(name, args, fullWorld())).toThrow(
    expect.objectContaining({ name: 'SatchelError', code: 'BAD_REQUEST', data: { issues } }),
  );
});

test('a custom field that reaches a prototype is dropped', () => {
  const customFields = JSON.parse('{"__proto__":{"isAdmin":true},"color":"blue"}') as object;
  const { args } = prepare('contacts.edit', { contactId: CONTACT, set: { customFields } }, fullWorld());
  const { set } = args as { readonly set: { readonly customFields: object } };
  expect(Object.getOwnPropertyNames(set.customFields)).toEqual(['color']);
  expect('isAdmin' in set.customFields).toBe(false);
});
