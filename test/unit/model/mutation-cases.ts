import type { Words } from '../../../sync/model/mutations/define-mutation.ts';
import {
  ACTIVITY,
  COMPANY,
  CONTACT,
  DEAL,
  ME,
  NEW,
  NOTE,
  NOW_MS,
  ORG,
  OTHER_PIPELINE,
  PIPELINE,
  PREFERENCE,
  rowOf,
  SECOND_ORG,
  TASK,
  THEN_MS,
  YOU,
} from './rows.ts';
import { preferenceId } from '../../../sync/model/kinds/preference.ts';
import type { Kind } from '../../../sync/model/kinds/all-kinds.ts';

export interface MutationCase {
  readonly name: string;
  readonly args: object;
  /** Which row it leaves, and how. */
  readonly leaves: readonly [kind: Kind, row: object];
  readonly words: Words;
  /** What takes it back; null where a mutation says that nothing can. */
  readonly inverse: string | null;
  readonly groups: readonly string[];
  readonly refers?: readonly string[];
  readonly isLive?: boolean;
  /** Units in which it needs a permission, where that is not the row's alone. */
  readonly units?: readonly string[];
  /** Fields that its inverse does not give back, because time went on. */
  readonly notGivenBack?: readonly string[];
  /** The row it starts from where that is not the usual one. */
  readonly from?: readonly [kind: Kind, row: object];
}

const made = { id: NEW, orgId: ORG, createdBy: ME, createdAtMs: NOW_MS, updatedAtMs: NOW_MS, isDeleted: false };
const kept = { updatedAtMs: NOW_MS };
const parents = { contactId: CONTACT, companyId: COMPANY, dealId: DEAL };
const refersToAll = [`deal:${DEAL}`, `contact:${CONTACT}`];

/** The four that every record has, with what differs by kind. */
function recordCases(
  kind: Kind,
  idArg: string,
  resource: string,
  row: { readonly id: string },
  title: string,
): readonly MutationCase[] {
  const args = { [idArg]: row.id };
  return [
    {
      name: `${resource}.delete`,
      args,
      leaves: [kind, { ...row, ...kept, isDeleted: true }],
      isLive: true,
      groups: ['*'],
      words: { key: `${kind}.deleted`, values: { title } },
      inverse: `${resource}.restore`,
    },
    {
      name: `${resource}.restore`,
      args,
      from: [kind, { ...row, isDeleted: true }],
      leaves: [kind, { ...row, ...kept, isDeleted: false }],
      isLive: true,
      groups: ['*'],
      words: { key: `${kind}.restored`, values: { title } },
      inverse: `${resource}.delete`,
    },
  ];
}

const move = (
  kind: Kind,
  idArg: string,
  resource: string,
  row: { readonly id: string },
  title: string,
): MutationCase => ({
  name: `${resource}.move`,
  args: { [idArg]: row.id, orgId: SECOND_ORG },
  leaves: [kind, { ...row, ...kept, orgId: SECOND_ORG }],
  isLive: true,
  units: [ORG, SECOND_ORG],
  groups: ['unit'],
  words: { key: `${kind}.movedUnit`, values: { title, orgId: SECOND_ORG } },
  inverse: `${resource}.move`,
});

const reassign = (
  kind: Kind,
  idArg: string,
  resource: string,
  row: { readonly id: string },
  title: string,
): MutationCase => ({
  name: `${resource}.reassign`,
  args: { [idArg]: row.id, ownerId: YOU },
  leaves: [kind, { ...row, ...kept, ownerId: YOU }],
  isLive: true,
  groups: ['owner'],
  words: { key: `${kind}.reassigned`, values: { title, ownerId: YOU } },
  inverse: `${resource}.reassign`,
});

export const MUTATION_CASES: readonly MutationCase[] = [
  {
    name: 'contacts.create',
    args: { contactId: NEW, orgId: ORG, firstName: 'Bo', companyId: COMPANY, tags: ['eu'] },
    leaves: [
      'contact',
      {
        ...made,
        firstName: 'Bo',
        lastName: '',
        email: null,
        phone: null,
        otherEmails: [],
        otherPhones: [],
        jobTitle: null,
        companyId: COMPANY,
        ownerId: ME,
        tags: ['eu'],
        source: null,
        doNotContact: false,
        customFields: {},
      },
    ],
    words: { key: 'contact.created', values: { title: 'Bo' } },
    inverse: 'contacts.delete',
    groups: ['*'],
    refers: [`company:${COMPANY}`],
  },
  {
    name: 'contacts.edit',
    args: {
      contactId: CONTACT,
      set: { phone: '456', customFields: { color: 'blue', shape: 'round' }, lastName: 'Møller' },
    },
    leaves: [
      'contact',
      {
        ...rowOf('contact'),
        ...kept,
        phone: '456',
        lastName: 'Møller',
        customFields: { color: 'blue', size: 2, shape: 'round' },
      },
    ],
    words: { key: 'contact.edited', values: { title: 'Ana Müller', fields: 'lastName, phone, customFields' } },
    // A key that was not there comes back as empty: fields are never taken away from a record.
    inverse: 'contacts.edit',
    groups: ['name', 'phone', 'custom:color', 'custom:shape'],
    notGivenBack: ['customFields'],
  },
  ...recordCases('contact', 'contactId', 'contacts', rowOf('contact'), 'Ana Müller'),
  reassign('contact', 'contactId', 'contacts', rowOf('contact'), 'Ana Müller'),
  move('contact', 'contactId', 'contacts', rowOf('contact'), 'Ana Müller'),
  {
    name: 'companies.create',
    args: { companyId: NEW, orgId: ORG, name: '  Alder ', parentCompanyId: COMPANY, ownerId: null },
    leaves: [
      'company',
      {
        ...made,
        name: 'Alder',
        parentCompanyId: COMPANY,
        industry: null,
        employeeCount: null,
        website: null,
        phone: null,
        street: null,
        postcode: null,
        city: null,
        country: null,
        ownerId: null,
        tags: [],
        customFields: {},
      },
    ],
    words: { key: 'company.created', values: { title: 'Alder' } },
    inverse: 'companies.delete',
    groups: ['*'],
    refers: [`company:${COMPANY}`],
  },
  {
    name: 'companies.edit',
    args: { companyId: COMPANY, set: { city: 'Malmö', country: 'SE' } },
    leaves: ['company', { ...rowOf('company'), ...kept, city: 'Malmö', country: 'SE' }],
    words: { key: 'company.edited', values: { title: 'Nordlicht', fields: 'city, country' } },
    inverse: 'companies.edit',
    groups: ['address'],
  },
  ...recordCases('company', 'companyId', 'companies', rowOf('company'), 'Nordlicht'),
  reassign('company', 'companyId', 'companies', rowOf('company'), 'Nordlicht'),
  move('company', 'companyId', 'companies', rowOf('company'), 'Nordlicht'),
  {
    name: 'deals.create',
    args: {
      dealId: NEW,
      orgId: ORG,
      title: 'New line',
      pipelineId: PIPELINE,
      currency: 'EUR',
      valueMinor: 500,
      contactId: CONTACT,
    },
    leaves: [
      'deal',
      {
        ...made,
        title: 'New line',
        contactId: CONTACT,
        companyId: null,
        valueMinor: 500,
        currency: 'EUR',
        pipelineId: PIPELINE,
        stageId: 'lead',
        status: 'open',
        lostReason: null,
        stageEnteredAtMs: NOW_MS,
        closedAtMs: null,
        expectedCloseOn: null,
        nextStep: null,
        ownerId: ME,
        tags: [],
        customFields: {},
      },
    ],
    words: { key: 'deal.created', values: { title: 'New line', valueMinor: 500, currency: 'EUR' } },
    inverse: 'deals.delete',
    groups: ['*'],
    refers: [`contact:${CONTACT}`, `pipeline:${PIPELINE}`],
  },
  {
    name: 'deals.edit',
    args: { dealId: DEAL, set: { valueMinor: 900, nextStep: 'Visit' } },
    leaves: ['deal', { ...rowOf('deal'), ...kept, valueMinor: 900, nextStep: 'Visit' }],
    words: { key: 'deal.edited', values: { title: 'Line two', fields: 'valueMinor, nextStep' } },
    inverse: 'deals.edit',
    groups: ['value', 'nextStep'],
  },
  {
    name: 'deals.moveStage',
    args: { dealId: DEAL, toStage: 'lost', lostReason: 'Price' },
    leaves: [
      'deal',
      {
        ...rowOf('deal'),
        ...kept,
        stageId: 'lost',
        status: 'lost',
        lostReason: 'Price',
        stageEnteredAtMs: NOW_MS,
        closedAtMs: NOW_MS,
      },
    ],
    words: { key: 'deal.moved', values: { title: 'Line two', from: 'Lead', to: 'Lost' } },
    inverse: 'deals.moveStage',
    groups: ['stage'],
    notGivenBack: ['stageEnteredAtMs'],
  },
  {
    name: 'deals.moveStage',
    args: { dealId: DEAL, toStage: 'offer', pipelineId: OTHER_PIPELINE },
    leaves: [
      'deal',
      { ...rowOf('deal'), ...kept, pipelineId: OTHER_PIPELINE, stageId: 'offer', stageEnteredAtMs: NOW_MS },
    ],
    words: { key: 'deal.moved', values: { title: 'Line two', from: 'Lead', to: 'Offer' } },
    inverse: 'deals.moveStage',
    groups: ['stage'],
    refers: [`pipeline:${OTHER_PIPELINE}`],
    notGivenBack: ['stageEnteredAtMs'],
  },
  ...recordCases('deal', 'dealId', 'deals', rowOf('deal'), 'Line two'),
  reassign('deal', 'dealId', 'deals', rowOf('deal'), 'Line two'),
  move('deal', 'dealId', 'deals', rowOf('deal'), 'Line two'),
  {
    name: 'activities.log',
    args: { activityId: NEW, type: 'visit', subject: 'Plant', dealId: DEAL, contactId: CONTACT },
    leaves: [
      'activity',
      {
        ...made,
        type: 'visit',
        subject: 'Plant',
        description: '',
        ...parents,
        occurredAtMs: NOW_MS,
        durationMin: null,
        outcome: null,
      },
    ],
    words: { key: 'activity.logged.visit', values: { title: 'Plant', on: 'Line two' } },
    inverse: 'activities.delete',
    groups: ['*'],
    refers: refersToAll,
  },
  {
    name: 'activities.edit',
    args: { activityId: ACTIVITY, set: { durationMin: 20, outcome: 'Reached' } },
    leaves: ['activity', { ...rowOf('activity'), ...kept, durationMin: 20, outcome: 'Reached' }],
    words: { key: 'activity.edited', values: { title: 'Terms', fields: 'durationMin, outcome' } },
    inverse: 'activities.edit',
    groups: ['when', 'outcome'],
  },
  ...recordCases('activity', 'activityId', 'activities', rowOf('activity'), 'Terms'),
  {
    name: 'notes.create',
    args: { noteId: NEW, body: 'First line\nsecond', contactId: CONTACT },
    leaves: [
      'note',
      { ...made, body: 'First line\nsecond', isPinned: false, contactId: CONTACT, companyId: COMPANY, dealId: null },
    ],
    words: { key: 'note.created', values: { title: 'First line' } },
    inverse: 'notes.delete',
    groups: ['*'],
    refers: [`contact:${CONTACT}`],
  },
  {
    name: 'notes.edit',
    args: { noteId: NOTE, set: { isPinned: true } },
    leaves: ['note', { ...rowOf('note'), ...kept, isPinned: true }],
    words: { key: 'note.edited', values: { title: 'Likes tea', fields: 'isPinned' } },
    inverse: 'notes.edit',
    groups: ['pinned'],
  },
  ...recordCases('note', 'noteId', 'notes', rowOf('note'), 'Likes tea'),
  {
    name: 'tasks.create',
    args: { taskId: NEW, title: 'Call back', dealId: DEAL, contactId: CONTACT, dueAtMs: 9_000, assigneeId: null },
    leaves: [
      'task',
      {
        ...made,
        title: 'Call back',
        description: '',
        dueAtMs: 9_000,
        isDueAllDay: false,
        remindAtMs: null,
        assigneeId: null,
        isDone: false,
        doneAtMs: null,
        ...parents,
      },
    ],
    words: { key: 'task.created', values: { title: 'Call back' } },
    inverse: 'tasks.delete',
    groups: ['*'],
    refers: refersToAll,
  },
  {
    name: 'tasks.edit',
    args: { taskId: TASK, set: { dueAtMs: 7_000, assigneeId: YOU } },
    leaves: ['task', { ...rowOf('task'), ...kept, dueAtMs: 7_000, assigneeId: YOU }],
    words: { key: 'task.edited', values: { title: 'Call', fields: 'dueAtMs, assigneeId' } },
    inverse: 'tasks.edit',
    groups: ['due', 'assignee'],
  },
  {
    name: 'tasks.complete',
    args: { taskId: TASK },
    leaves: ['task', { ...rowOf('task'), ...kept, isDone: true, doneAtMs: NOW_MS }],
    words: { key: 'task.completed', values: { title: 'Call' } },
    inverse: 'tasks.reopen',
    groups: ['done'],
  },
  {
    name: 'tasks.reopen',
    args: { taskId: TASK },
    from: ['task', rowOf('task', { isDone: true, doneAtMs: THEN_MS })],
    leaves: ['task', { ...rowOf('task'), ...kept, isDone: false, doneAtMs: null }],
    words: { key: 'task.reopened', values: { title: 'Call' } },
    inverse: 'tasks.complete',
    groups: ['done'],
    notGivenBack: ['doneAtMs'],
  },
  ...recordCases('task', 'taskId', 'tasks', rowOf('task'), 'Call'),
  {
    name: 'pipelines.save',
    args: { pipelineId: PIPELINE, name: 'Sales EU', position: 2, stages: rowOf('pipeline').stages, lostReasons: [] },
    leaves: ['pipeline', { ...rowOf('pipeline'), ...kept, name: 'Sales EU', position: 2, lostReasons: [] }],
    words: { key: 'pipeline.saved', values: { title: 'Sales EU' } },
    inverse: 'pipelines.save',
    groups: ['*'],
    isLive: true,
  },
  {
    name: 'preferences.set',
    args: { preferenceId: PREFERENCE, name: 'colourScheme', value: 'dark' },
    leaves: ['preference', { ...rowOf('preference'), ...kept, value: 'dark' }],
    words: { key: 'preference.set', values: { title: 'colourScheme', value: 'dark' } },
    inverse: 'preferences.set',
    groups: ['value'],
    units: [],
  },
  {
    name: 'preferences.set',
    args: { preferenceId: preferenceId(ME, 'letterKeys'), name: 'letterKeys', value: 'off' },
    leaves: [
      'preference',
      { ...made, id: preferenceId(ME, 'letterKeys'), orgId: ME, name: 'letterKeys', value: 'off' },
    ],
    words: { key: 'preference.set', values: { title: 'letterKeys', value: 'off' } },
    inverse: null,
    groups: ['value'],
    units: [],
  },
  {
    name: 'pipelines.save',
    args: { pipelineId: NEW, name: 'Partners', position: 3, stages: rowOf('pipeline').stages, lostReasons: ['Price'] },
    leaves: [
      'pipeline',
      { ...made, orgId: null, name: 'Partners', position: 3, stages: rowOf('pipeline').stages, lostReasons: ['Price'] },
    ],
    words: { key: 'pipeline.saved', values: { title: 'Partners' } },
    inverse: null,
    groups: ['*'],
    isLive: true,
  },
];
