import { z } from 'zod';
import { moveTo, remove, restore, update } from '../change.ts';
import { groupsOfPatch, WHOLE_RECORD } from '../field-groups.ts';
import { EmployeeId, OrgId, RecordId } from '../ids.ts';
import { KINDS, type Kind } from '../kinds/all-kinds.ts';
import type { AnyRow, Row } from '../row.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';
import { defineMutation, must, type Mutation, type MutationContext, type Resource } from './define-mutation.ts';

/**
 * Edit, delete, restore, reassign and move are the same for every kind but for their names and fields;
 * what a kind adds of its own stands in the kind's file.
 */
interface RecordTopic<K extends Kind> {
  readonly kind: K;
  readonly resource: Resource;
  /** The argument that holds the record's id, such as `contactId`. */
  readonly idArg: string;
  /** How a person would call the record. */
  readonly title: (row: Row<K>) => string;
}

type EditableRow = Row<'contact'>;

const idOf = (args: unknown, idArg: string): string => (args as Readonly<Record<string, string>>)[idArg] ?? '';

const idShape = (idArg: string) => z.strictObject({ [idArg]: RecordId });

/** `{ [idArg]: id, set: { field: value } }`: changes the named fields and only those. */
export function defineEdit<K extends Kind>(
  topic: RecordTopic<K>,
  fields: z.ZodObject,
  check: (row: Row<K>, set: Partial<Row<K>>, context: MutationContext) => Verdict = () => allowed,
): Mutation {
  const { kind, resource, idArg, title } = topic;
  const args = idShape(idArg).extend({
    set: fields
      .partial()
      .strict()
      .refine((set) => Object.keys(set).length > 0, 'name at least one field'),
  });
  const set = (input: unknown) => (input as { readonly set: Partial<EditableRow> }).set;
  return defineMutation({
    name: `${resource}.edit`,
    version: 1,
    args,
    reads: (input) => ({ row: must<Kind>(kind, idOf(input, idArg)) }),
    writes: (input) => groupsOfPatch(kind, set(input)).map((group) => ({ kind, id: idOf(input, idArg), group })),
    refers: (input) => parentsIn(kind, set(input)),
    needs: (_input, { row }) => ({ permissions: [{ action: 'edit', resource, orgId: row.orgId }], mode: 'lease' }),
    check: ({ row }, input, context) => check(row as Row<K>, set(input) as Partial<Row<K>>, context),
    apply: ({ row }, input) => [update(kind as 'contact', row as EditableRow, set(input))],
    inverse: ({ row }, input) => ({
      kind: 'mutation',
      name: `${resource}.edit`,
      args: { [idArg]: row.id, set: valuesBefore(row as unknown as AnyRow, set(input)) },
    }),
    words: ({ row }, input) => ({
      key: `${kind}.edited`,
      values: { title: title(row as Row<K>), fields: Object.keys(set(input)).join(', ') },
    }),
  });
}

/** Ids in `values` that name other records, by the kind's parent fields and the well-known references. */
export function parentsIn(kind: Kind, values: Readonly<Record<string, unknown>>) {
  const fields: readonly (readonly [string, Kind])[] = [
    ...(KINDS[kind].parents as readonly (readonly [string, Kind])[]),
    ['contactId', 'contact'],
    ['companyId', 'company'],
    ['parentCompanyId', 'company'],
  ];
  const seen = new Set<string>();
  return fields.flatMap(([field, parentKind]) => {
    const id = values[field];
    if (typeof id !== 'string' || seen.has(field)) return [];
    seen.add(field);
    return [{ kind: parentKind, id }];
  });
}

function valuesBefore(row: AnyRow, set: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(set).map(([field, value]) => [
      field,
      field === 'customFields' ? customBefore(row, value as object) : row[field],
    ]),
  );
}

function customBefore(row: AnyRow, changed: object): Readonly<Record<string, unknown>> {
  const custom = row['customFields'] as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.keys(changed).map((key) => [key, custom[key] ?? null]));
}

/**
 * Delete hides the record everywhere and keeps it for `restore`. Needs a live permission. Deleting what is deleted
 * changes nothing and is allowed: two people wanted the same.
 */
export function defineDelete<K extends Kind>({ kind, resource, idArg, title }: RecordTopic<K>): Mutation {
  return defineMutation({
    name: `${resource}.delete`,
    version: 1,
    args: idShape(idArg),
    reads: (args) => ({ row: must<Kind>(kind, idOf(args, idArg)) }),
    writes: (args) => [{ kind, id: idOf(args, idArg), group: WHOLE_RECORD }],
    refers: () => [],
    needs: (_args, { row }) => ({ permissions: [{ action: 'delete', resource, orgId: row.orgId }], mode: 'live' }),
    check: () => allowed,
    apply: ({ row }) => (row.isDeleted ? [] : [remove(kind, row as unknown as AnyRow)]),
    inverse: ({ row }) => ({ kind: 'mutation', name: `${resource}.restore`, args: { [idArg]: row.id } }),
    words: ({ row }) => ({ key: `${kind}.deleted`, values: { title: title(row as Row<K>) } }),
  });
}

/** The inverse of delete. Restoring what is not deleted changes nothing and is allowed. */
export function defineRestore<K extends Kind>({ kind, resource, idArg, title }: RecordTopic<K>): Mutation {
  return defineMutation({
    name: `${resource}.restore`,
    version: 1,
    args: idShape(idArg),
    reads: (args) => ({ row: must<Kind>(kind, idOf(args, idArg)) }),
    writes: (args) => [{ kind, id: idOf(args, idArg), group: WHOLE_RECORD }],
    refers: () => [],
    needs: (_args, { row }) => ({ permissions: [{ action: 'delete', resource, orgId: row.orgId }], mode: 'live' }),
    check: () => allowed,
    apply: ({ row }) => (row.isDeleted ? [restore(kind, row as unknown as AnyRow)] : []),
    inverse: ({ row }) => ({ kind: 'mutation', name: `${resource}.delete`, args: { [idArg]: row.id } }),
    words: ({ row }) => ({ key: `${kind}.restored`, values: { title: title(row as Row<K>) } }),
  });
}

/** Another owner. Needs a live permission: it takes work from one person and gives it to another. */
export function defineReassign<K extends 'contact' | 'company' | 'deal'>(topic: RecordTopic<K>): Mutation {
  const { kind, resource, idArg, title } = topic;
  return defineMutation({
    name: `${resource}.reassign`,
    version: 1,
    args: idShape(idArg).extend({ ownerId: EmployeeId }) as unknown as z.ZodType<{ readonly ownerId: EmployeeId }>,
    reads: (args) => ({ row: must<Kind>(kind, idOf(args, idArg)) }),
    writes: (args) => [{ kind, id: idOf(args, idArg), group: 'owner' }],
    refers: () => [],
    needs: (_args, { row }) => ({ permissions: [{ action: 'reassign', resource, orgId: row.orgId }], mode: 'live' }),
    check: () => allowed,
    apply: ({ row }, args) => [update(kind as 'contact', row as EditableRow, { ownerId: args.ownerId })],
    inverse: ({ row }) => {
      const { ownerId } = row as EditableRow;
      return ownerId === null
        ? { kind: 'none', why: 'the record had no owner before' }
        : { kind: 'mutation', name: `${resource}.reassign`, args: { [idArg]: row.id, ownerId } };
    },
    words: ({ row }, args) => ({
      key: `${kind}.reassigned`,
      values: { title: title(row as Row<K>), ownerId: args.ownerId },
    }),
  });
}

/**
 * Into another unit, with all that hangs on it: those who see the old unit only lose it, those who see the new one gain
 * it. Needs the live permission in both units.
 */
export function defineMove<K extends 'contact' | 'company' | 'deal'>(topic: RecordTopic<K>): Mutation {
  const { kind, resource, idArg, title } = topic;
  return defineMutation({
    name: `${resource}.move`,
    version: 1,
    args: idShape(idArg).extend({ orgId: OrgId }) as unknown as z.ZodType<{ readonly orgId: OrgId }>,
    reads: (args) => ({ row: must<Kind>(kind, idOf(args, idArg)) }),
    writes: (args) => [{ kind, id: idOf(args, idArg), group: 'unit' }],
    refers: () => [],
    needs: ({ orgId }, { row }) => ({
      permissions: [...new Set([row.orgId, orgId])].map((unit) => ({ action: 'reassign', resource, orgId: unit })),
      mode: 'live',
    }),
    check: (_rows, { orgId }, context) => checkUnit(orgId, context),
    apply: ({ row }, { orgId }) => [moveTo(kind, row as unknown as AnyRow, orgId)],
    inverse: ({ row }) =>
      row.orgId === null
        ? { kind: 'none', why: 'the record was in no unit before' }
        : { kind: 'mutation', name: `${resource}.move`, args: { [idArg]: row.id, orgId: row.orgId } },
    words: ({ row }, { orgId }) => ({ key: `${kind}.movedUnit`, values: { title: title(row as Row<K>), orgId } }),
  });
}

/** A record may only be put into a unit that its maker can see, and that is not the maker alone. */
export const checkUnit = (orgId: string, { actor }: MutationContext): Verdict =>
  actor.orgIds.has(orgId) && orgId !== actor.employeeId ? allowed : refused('OUT_OF_SCOPE', 'orgId');
