import { z } from 'zod';
import { KINDS, type Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { AnyRow } from '../../sync/model/row.ts';
import { foldText, normaliseEmail, phoneDigits } from '../../sync/model/text.ts';
import type { ReplicaRow } from '../contract/types.ts';
import type { BindValue } from './handles.ts';

type Storage = 'plain' | 'boolean' | 'json';

/** The end of time for sorting: tasks without a due time come last. */
const NO_DUE = 253_402_300_800_000;

function storageOf(schema: unknown): Storage {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return storageOf(schema.unwrap());
  if (schema instanceof z.ZodBoolean) return 'boolean';
  const isText = schema instanceof z.ZodString || schema instanceof z.ZodNumber || schema instanceof z.ZodLiteral;
  return isText || schema instanceof z.ZodISODate ? 'plain' : 'json';
}

interface Codec {
  /** Column names in the order of the statement's parameters: the framework's, the kind's, for sorting, `extra`. */
  readonly columns: readonly string[];
  /** Fields that have a column. */
  readonly known: ReadonlySet<string>;
  readonly fields: readonly (readonly [name: string, storage: Storage])[];
  readonly sortColumns: Readonly<Record<string, (row: AnyRow) => BindValue>>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Columns that only exist here, for sorting and finding. */
const SORT_COLUMNS: Partial<Record<Kind, Codec['sortColumns']>> = {
  contact: {
    sortName: (row) => foldText(`${text(row['lastName'])} ${text(row['firstName'])}`.trim() || text(row['email'])),
    emailKey: (row) => normaliseEmail(text(row['email'])),
    phoneKey: (row) => phoneDigits(text(row['phone'])).slice(-7) || null,
  },
  company: { sortName: (row) => foldText(text(row['name'])) },
  deal: { sortTitle: (row) => foldText(text(row['title'])) },
  task: {
    sortDue: (row) => (row['isDone'] === true ? -Number(row['doneAtMs'] ?? 0) : Number(row['dueAtMs'] ?? NO_DUE)),
  },
};

export const FRAMEWORK_COLUMNS = ['id', 'orgId', 'createdBy', 'createdAtMs', 'updatedAtMs', 'isDeleted'] as const;

function codecOf(kind: Kind): Codec {
  const fields = Object.entries(KINDS[kind].fields.shape).map(([name, schema]) => [name, storageOf(schema)] as const);
  const sortColumns = SORT_COLUMNS[kind] ?? {};
  return {
    columns: [...FRAMEWORK_COLUMNS, ...fields.map(([name]) => name), ...Object.keys(sortColumns), 'extra'],
    known: new Set([...FRAMEWORK_COLUMNS, ...fields.map(([name]) => name)]),
    fields,
    sortColumns,
  };
}

export const CODECS: Readonly<Record<Kind, Codec>> = Object.fromEntries(
  Object.keys(KINDS).map((kind) => [kind, codecOf(kind as Kind)]),
) as Record<Kind, Codec>;

/** The values of a row in the order of `columns`. */
export function encodeRow(kind: Kind, row: AnyRow): BindValue[] {
  const { fields, sortColumns, known } = CODECS[kind];
  const values: BindValue[] = [
    row.id,
    row.orgId,
    row.createdBy,
    row.createdAtMs,
    row.updatedAtMs,
    row.isDeleted ? 1 : 0,
  ];
  for (const [name, storage] of fields) values.push(encodeValue(row[name], storage));
  for (const name in sortColumns) values.push(sortColumns[name]?.(row) ?? null);
  values.push(encodeExtra(row, known));
  return values;
}

/** What a newer server says about a row is kept and comes along in every edit, until an update gives it a column. */
function encodeExtra(row: AnyRow, known: ReadonlySet<string>): string | null {
  let extra: Record<string, unknown> | null = null;
  for (const name in row)
    if (!known.has(name)) (extra ??= Object.create(null) as Record<string, unknown>)[name] = row[name];
  return extra === null ? null : JSON.stringify(extra);
}

function encodeValue(value: unknown, storage: Storage): BindValue {
  if (value === null || value === undefined) return null;
  if (storage === 'boolean') return value === true ? 1 : 0;
  return storage === 'json' ? JSON.stringify(value) : (value as BindValue);
}

type Stored = Readonly<Record<string, unknown>>;

/** The row as the model knows it. */
export function decodeRow(kind: Kind, stored: Stored): AnyRow {
  const row: Record<string, unknown> = {
    id: stored['id'],
    orgId: stored['orgId'],
    createdBy: stored['createdBy'],
    createdAtMs: stored['createdAtMs'],
    updatedAtMs: stored['updatedAtMs'],
    isDeleted: stored['isDeleted'] === 1,
  };
  for (const [name, storage] of CODECS[kind].fields) row[name] = decodeValue(stored[name], storage);
  const extra = stored['extra'];
  return (typeof extra === 'string' ? { ...(JSON.parse(extra) as object), ...row } : row) as unknown as AnyRow;
}

function decodeValue(value: unknown, storage: Storage): unknown {
  if (value === null || value === undefined) return null;
  if (storage === 'boolean') return value === 1;
  return storage === 'json' ? (JSON.parse(value as string) as unknown) : value;
}

/** The row as the window shows it. */
export function decodeReplicaRow<K extends Kind>(kind: K, stored: object): ReplicaRow<K> {
  const columns = stored as Stored;
  return {
    ...decodeRow(kind, columns),
    pending: columns['pending'],
    localSeq: columns['localSeq'],
    serverSeq: columns['serverSeq'],
  } as unknown as ReplicaRow<K>;
}
