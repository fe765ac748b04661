import { describe, expect, test } from 'vitest';
import { grants } from '../../../sync/wrapper-api/grants.ts';
import { DEMO_SEED } from '../../wrapper-sandbox/demo-seed.ts';
import { ACTIONS, RESOURCES } from '../../../sync/wrapper-api/permissions.ts';
import { permissionsFor, rolesGranting } from '../../../sync/wrapper-api/role-permissions.ts';

const UNIT = 'a1d00000-0000-4000-8000-000000000110';
const OTHER = 'a1d00000-0000-4000-8000-000000000120';

/** `action: resources` of one unit, as a reader checks it against the seed. */
function tableOf(names: readonly string[]): Record<string, string> {
  const permissions = permissionsFor(names, [UNIT]);
  const rows = ACTIONS.map((action) => {
    const resources = RESOURCES.filter((resource) => grants(permissions, { action, resource, orgId: UNIT }));
    return [action, resources.join(' ')] as const;
  });
  return Object.fromEntries(rows.filter(([, resources]) => resources !== ''));
}

describe('what the roles of the seed may do', () => {
  const readable = 'contacts companies deals activities notes tasks files pipelines fields views reports';
  const records = 'contacts companies deals activities notes tasks files';

  test('viewer', () => {
    expect(tableOf(['read'])).toEqual({ read: readable });
  });

  test('sales', () => {
    expect(tableOf(['read', 'write', 'manage_contacts'])).toEqual({
      read: readable,
      create: `${records} views`,
      edit: `${records} views`,
      delete: 'contacts companies deals activities notes tasks',
      merge: 'contacts companies',
      export: 'contacts companies',
      import: 'contacts companies',
    });
  });

  test('manager', () => {
    expect(tableOf(['read', 'write', 'manage_team'])).toEqual({
      read: `${readable} audit`,
      create: `${records} views`,
      edit: `${records} views`,
      delete: records,
      merge: records,
      reassign: records,
      bulk: records,
      export: records,
      import: records,
    });
  });

  test('admin', () => {
    expect(tableOf(['*'])).toEqual(Object.fromEntries(ACTIONS.map((action) => [action, RESOURCES.join(' ')])));
  });
});

test.each([
  { name: 'one of two', own: ['sales', 'viewer'], wanted: [['delete', 'contacts']], want: ['Sales Rep'] },
  { name: 'both', own: ['sales', 'viewer'], wanted: [['read', 'deals']], want: ['Sales Rep', 'Viewer'] },
  {
    name: 'all of it or none',
    own: ['sales'],
    wanted: [
      ['delete', 'contacts'],
      ['reassign', 'contacts'],
    ],
    want: [],
  },
  { name: 'not a role of somebody else', own: ['viewer'], wanted: [['define', 'pipelines']], want: [] },
  { name: 'no name that is not a role permission', own: ['odd'], wanted: [['read', 'deals']], want: [] },
] as const)('the roles that stand for what is wanted: $name', ({ own, wanted, want }) => {
  const roles = [...DEMO_SEED.roles, { id: 'odd', name: 'Odd', permissions: ['constructor', 'owner'] }];
  const rights = wanted.map(([action, resource]) => ({ action, resource }));
  expect(rolesGranting(roles, own, rights)).toEqual(want);
});

test('roles that overlap grant each right once', () => {
  const permissions = permissionsFor(['read', 'read', '*'], [UNIT, OTHER]);
  expect(permissions).toHaveLength(ACTIONS.length * RESOURCES.length * 2);
});

test.each(['', 'owner', 'constructor', '__proto__', 'toString'])('the unknown name %j grants nothing', (name) => {
  expect(permissionsFor([name], [UNIT])).toEqual([]);
});

describe('grants', () => {
  const sales = permissionsFor(['read', 'write'], [UNIT]);

  test.each([
    { name: 'own unit', question: { action: 'edit', resource: 'deals', orgId: UNIT }, want: true },
    { name: 'another unit', question: { action: 'edit', resource: 'deals', orgId: OTHER }, want: false },
    { name: 'another action', question: { action: 'delete', resource: 'deals', orgId: UNIT }, want: false },
    {
      name: 'a tenant-wide row may be read from any unit',
      question: { action: 'read', resource: 'pipelines', orgId: null },
      want: true,
    },
    {
      name: 'a tenant-wide row is not defined by a writer',
      question: { action: 'define', resource: 'pipelines', orgId: null },
      want: false,
    },
    {
      name: 'the audit log is not read by a writer',
      question: { action: 'read', resource: 'audit', orgId: null },
      want: false,
    },
  ] as const)('$name', ({ question, want }) => {
    expect(grants(sales, question)).toBe(want);
  });

  test('an administrator of one unit defines tenant-wide rows', () => {
    expect(grants(permissionsFor(['*'], [UNIT]), { action: 'define', resource: 'fields', orgId: null })).toBe(true);
  });
});
