import type { Actor, LoadedRows, Mutation, MutationContext } from '../../../sync/model/mutations/define-mutation.ts';
import { rowAfter, type Change } from '../../../sync/model/change.ts';
import { preferenceId } from '../../../sync/model/kinds/preference.ts';
import type { Kind } from '../../../sync/model/kinds/all-kinds.ts';
import { mustGetMutation, parseArgs } from '../../../sync/model/mutations/registry.ts';
import { refKey, type AnyRow, type Row } from '../../../sync/model/row.ts';

/** A uuid that is easy to see in a failure. */
export const id = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

export const ORG = id(1);
export const OTHER_ORG = id(2);
/** Another unit of the actor's own. */
export const SECOND_ORG = id(3);
export const ME = id(10);
export const YOU = id(11);
export const CONTACT = id(100);
export const COMPANY = id(200);
export const DEAL = id(300);
export const PIPELINE = id(400);
export const OTHER_PIPELINE = id(401);
export const TASK = id(500);
export const NOTE = id(600);
export const ACTIVITY = id(700);
export const PREFERENCE = preferenceId(ME, 'colourScheme');
export const NEW = id(999);

export const THEN_MS = 1_000;
export const NOW_MS = 5_000;

const base = (rowId: string) => ({
  id: rowId,
  orgId: ORG,
  createdBy: ME,
  createdAtMs: THEN_MS,
  updatedAtMs: THEN_MS,
  isDeleted: false,
});

const STAGES = [
  { stageId: 'lead', name: 'Lead', probability: 10, outcome: 'open' },
  { stageId: 'offer', name: 'Offer', probability: 50, outcome: 'open' },
  { stageId: 'won', name: 'Won', probability: 100, outcome: 'won' },
  { stageId: 'lost', name: 'Lost', probability: 0, outcome: 'lost' },
];

const ROWS = {
  contact: {
    ...base(CONTACT),
    firstName: 'Ana',
    lastName: 'Müller',
    email: 'ana@x.example',
    phone: '123',
    otherEmails: [],
    otherPhones: [],
    jobTitle: null,
    companyId: COMPANY,
    ownerId: ME,
    tags: ['vip'],
    source: null,
    doNotContact: false,
    customFields: { color: 'red', size: 2 },
  },
  company: {
    ...base(COMPANY),
    name: 'Nordlicht',
    parentCompanyId: null,
    industry: 'Food',
    employeeCount: 12,
    website: null,
    phone: null,
    street: 'Mill Lane 1',
    postcode: '12345',
    city: 'Kiel',
    country: 'DE',
    ownerId: ME,
    tags: [],
    customFields: {},
  },
  deal: {
    ...base(DEAL),
    title: 'Line two',
    contactId: CONTACT,
    companyId: COMPANY,
    valueMinor: 100,
    currency: 'EUR',
    pipelineId: PIPELINE,
    stageId: 'lead',
    status: 'open',
    lostReason: null,
    stageEnteredAtMs: THEN_MS,
    closedAtMs: null,
    expectedCloseOn: null,
    nextStep: null,
    ownerId: ME,
    tags: [],
    customFields: {},
  },
  pipeline: { ...base(PIPELINE), orgId: null, name: 'Sales', position: 0, stages: STAGES, lostReasons: ['Price'] },
  preference: { ...base(PREFERENCE), orgId: ME, name: 'colourScheme', value: 'light' },
  task: {
    ...base(TASK),
    title: 'Call',
    description: '',
    dueAtMs: null,
    isDueAllDay: false,
    remindAtMs: null,
    assigneeId: ME,
    isDone: false,
    doneAtMs: null,
    contactId: CONTACT,
    companyId: COMPANY,
    dealId: null,
  },
  note: {
    ...base(NOTE),
    body: 'Likes tea\nand cake',
    isPinned: false,
    contactId: CONTACT,
    companyId: COMPANY,
    dealId: null,
  },
  activity: {
    ...base(ACTIVITY),
    type: 'call',
    subject: 'Terms',
    description: '',
    contactId: CONTACT,
    companyId: COMPANY,
    dealId: null,
    occurredAtMs: THEN_MS,
    durationMin: 10,
    outcome: null,
  },
};

/** A whole valid row; `patch` changes fields. */
export function rowOf<K extends keyof typeof ROWS>(kind: K, patch: Readonly<Record<string, unknown>> = {}): Row<K> {
  return { ...ROWS[kind], ...patch } as unknown as Row<K>;
}

export type World = ReadonlyMap<string, AnyRow>;

export const worldOf = (...rows: readonly (readonly [Kind, object])[]): World =>
  new Map(rows.map(([kind, row]) => [refKey({ kind, id: (row as AnyRow).id }), row as AnyRow]));

/** One of every kind, and a second pipeline. */
export const fullWorld = (): World =>
  worldOf(...(Object.keys(ROWS) as (keyof typeof ROWS)[]).map((kind) => [kind, rowOf(kind)] as const), [
    'pipeline',
    rowOf('pipeline', { id: OTHER_PIPELINE, name: 'Renewals' }),
  ]);

const actor: Actor = { employeeId: ME, orgIds: new Set([ORG, SECOND_ORG]) };
export const contextAt = (nowMs: number, facts: MutationContext['facts'] = {}): MutationContext => ({
  actor,
  nowMs,
  facts,
});

export function loadedRows(mutation: Mutation, args: unknown, world: World): LoadedRows {
  const load = (reads: ReturnType<Mutation['reads']>): LoadedRows =>
    Object.fromEntries(Object.entries(reads).map(([name, ref]) => [name, world.get(refKey(ref)) as unknown as Row]));
  const first = load(mutation.reads(args));
  return { ...first, ...load(mutation.readsThen(first, args)) };
}

/** The world after the changes. */
export function worldAfter(world: World, changes: readonly Change[], atMs: number): World {
  const next = new Map(world);
  for (const change of changes) next.set(refKey({ kind: change.of, id: change.row.id }), rowAfter(change, atMs));
  return next;
}

export interface Prepared {
  readonly mutation: Mutation;
  readonly args: unknown;
  readonly rows: LoadedRows;
}

export function prepare(name: string, given: unknown, world: World): Prepared {
  const mutation = mustGetMutation(name);
  const args = parseArgs(mutation, mutation.version, given);
  return { mutation, args, rows: loadedRows(mutation, args, world) };
}
