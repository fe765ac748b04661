import type { Kind } from '../../../sync/model/kinds/all-kinds.ts';
import { refKey, type AnyRow } from '../../../sync/model/row.ts';
import { DEMO_CREDIT_CONFIG } from '../../wrapper-sandbox/demo-tenant.ts';
import { DEMO_SEED } from '../../wrapper-sandbox/demo-seed.ts';
import type { SandboxSeed } from '../../wrapper-sandbox/sandbox-seed.ts';
import { MUTATION_CASES } from '../../unit/model/mutation-cases.ts';
import {
  COMPANY,
  CONTACT,
  fullWorld,
  id,
  NEW,
  ORG,
  OTHER_ORG,
  PIPELINE,
  rowOf,
  SECOND_ORG,
} from '../../unit/model/rows.ts';

export const TENANT_ID = id(50);
export const ROLES = ['admin', 'manager', 'sales', 'viewer'] as const;
export type RoleId = (typeof ROLES)[number];

const employees = ROLES.map((role, index) => ({
  id: id(60 + index),
  tenantId: TENANT_ID,
  displayName: role,
  email: `${role}@x.example`,
  title: role,
  phone: '1',
  orgIds: [ORG, SECOND_ORG],
  roles: [role],
  active: true,
}));

/** A tenant in which the rows of the mutation cases make sense; everybody works in the one unit, nobody in the other. */
export const VERDICT_SEED: SandboxSeed = {
  ...DEMO_SEED,
  tenants: [
    {
      tenant: {
        id: TENANT_ID,
        name: 'Verdicts',
        branding: {},
        features: {},
        currency: 'EUR',
        allowDuplicateEmails: false,
        locale: 'en-GB',
      },
      tree: {
        id: id(49),
        name: 'All',
        kind: 'tenant',
        children: [
          { id: ORG, name: 'Ours', kind: 'team', children: [] },
          { id: SECOND_ORG, name: 'Ours too', kind: 'team', children: [] },
          { id: OTHER_ORG, name: 'Theirs', kind: 'team', children: [] },
        ],
      },
      employees,
      creditConfig: { tenantId: TENANT_ID, ...DEMO_CREDIT_CONFIG },
      availableCredits: 100_000,
    },
  ],
  accounts: employees.map(({ id: employeeId, email, roles }) => ({
    email,
    password: 'a-test-password',
    role: roles[0] ?? '',
    employeeId,
    tenantId: TENANT_ID,
  })),
};

export interface VerdictCase {
  readonly name: string;
  readonly args: object;
  readonly rows: readonly StoredRow[];
}
interface StoredRow {
  readonly kind: Kind;
  readonly row: AnyRow;
}
type Target = readonly [kind: Kind, row: object];
type Start = Pick<VerdictCase, 'name' | 'args'> & { readonly target: Target; readonly isNew: boolean };

const batch = { importId: id(800), fileName: 'fair.csv', orgId: ORG };
const made = (kind: 'contact' | 'company' | 'deal'): Target => [kind, rowOf(kind, { id: NEW })];

/** The id of a setting follows from its person and name, so it cannot have a row of its own for each case. */
const hasOwnRows = ({ name }: { readonly name: string }): boolean => name !== 'preferences.set';

/** One for each mutation: those of the model's tests, and the imports. */
const STARTS: readonly Start[] = [
  ...MUTATION_CASES.filter(hasOwnRows).map(({ name, args, leaves, from }): Start => {
    const [kind, left] = leaves;
    const before = fullWorld().get(refKey({ kind, id: (left as AnyRow).id }));
    return { name, args, target: from ?? [kind, before ?? left], isNew: before === undefined };
  }),
  {
    name: 'contacts.importBatch',
    args: {
      ...batch,
      rows: [
        { line: 2, contactId: NEW, lastName: 'Moe', companyId: COMPANY },
        { line: 3, contactId: id(998), lastName: 'Lie' },
      ],
    },
    target: made('contact'),
    isNew: true,
  },
  {
    name: 'companies.importBatch',
    args: { ...batch, rows: [{ line: 2, companyId: NEW, name: 'Alder' }] },
    target: made('company'),
    isNew: true,
  },
  {
    name: 'deals.importBatch',
    args: {
      ...batch,
      pipelineId: PIPELINE,
      currency: 'EUR',
      rows: [{ line: 2, dealId: NEW, title: 'Line', stageId: 'lead', contactId: CONTACT }],
    },
    target: made('deal'),
    isNew: true,
  },
];

/** How the rows stand that a mutation meets. */
export const STATES = ['usual', 'deleted', 'missing', 'elsewhere', 'parents missing'] as const;
export type RowState = (typeof STATES)[number];

/** Each case has rows of its own, so that all of them can be run in one world, one after the other. */
export function verdictCases(state: RowState, number: number): readonly VerdictCase[] {
  return STARTS.map((start, index) => {
    const { rows, args } = inState(start, state);
    const text = JSON.stringify({ rows, args })
      // ids of records, not those of units and people
      .replaceAll(/00000000(-0000-7000-8000-\d{9}[1-9]\d{2})/g, `${hex(number)}${hex(index)}$1`)
      .replaceAll('ana@x.example', `ana.${number}.${index}@x.example`);
    return { name: start.name, ...(JSON.parse(text) as Pick<VerdictCase, 'rows' | 'args'>) };
  });
}

const hex = (value: number): string => value.toString(16).padStart(4, '0');

/** What a record that is made meets is another one under its id, or a unit that is not the maker's. */
function inState({ target, args, isNew }: Start, state: RowState): Pick<VerdictCase, 'rows' | 'args'> {
  const [kind, row] = target as readonly [Kind, AnyRow];
  const others = [...fullWorld()]
    .map(([key, other]): StoredRow => ({ kind: key.split(':')[0] as Kind, row: other }))
    .filter((stored) => stored.kind !== 'preference');
  const without = others.filter((stored) => stored.kind !== kind || stored.row.id !== row.id);
  const rows = (patch: object): readonly StoredRow[] => [...without, { kind, row: { ...row, ...patch } }];
  switch (state) {
    case 'usual':
      return { args, rows: isNew ? others : rows({}) };
    case 'deleted':
      return { args, rows: rows({ isDeleted: true }) };
    case 'missing':
      return { args, rows: without };
    case 'elsewhere':
      if (isNew && 'orgId' in args) return { args: { ...args, orgId: OTHER_ORG }, rows: others };
      return {
        args,
        rows: rows({})
          .filter((stored) => !isNew || stored.row.id !== NEW)
          .map(moved),
      };
    case 'parents missing':
      return { args, rows: isNew ? [] : rows({}).filter((stored) => stored.row.id === row.id) };
  }
}

/** Definitions belong to the whole tenant and stay. */
const moved = ({ kind, row }: StoredRow): StoredRow => ({
  kind,
  row: row.orgId === null ? row : { ...row, orgId: OTHER_ORG },
});
