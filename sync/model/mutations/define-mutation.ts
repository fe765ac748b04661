import type { z } from 'zod';
import type { Change } from '../change.ts';
import type { CreditAsk } from '../credit-rules.ts';
import type { SeenByGroup } from '../envelope.ts';
import type { GroupName } from '../field-groups.ts';
import type { Kind } from '../kinds/all-kinds.ts';
import type { RecordRef, Row } from '../row.ts';
import type { Verdict } from '../verdict.ts';

export type Action =
  | 'read'
  | 'create'
  | 'edit'
  | 'delete'
  | 'merge'
  | 'reassign'
  | 'bulk'
  | 'export'
  | 'import'
  | 'define'
  | 'erase';

export type Resource =
  | 'contacts'
  | 'companies'
  | 'deals'
  | 'activities'
  | 'notes'
  | 'tasks'
  | 'files'
  | 'pipelines'
  | 'fields'
  | 'views'
  | 'reports'
  | 'audit';

export interface PermissionNeed {
  readonly action: Action;
  readonly resource: Resource;
  /** The unit whose rows are touched; null for rows of the whole tenant. */
  readonly orgId: string | null;
}

export interface Needs {
  readonly permissions: readonly PermissionNeed[];
  /** `lease`: the last snapshot is good enough inside the offline window. `live`: the wrapper has to answer now. */
  readonly mode: 'lease' | 'live';
  /** What a plan prices or limits of it. */
  readonly price?: CreditAsk;
}

export interface Actor {
  readonly employeeId: string;
  /** Units whose rows the actor may see and, permissions allowing, write: own units and all below them. */
  readonly orgIds: ReadonlySet<string>;
}

/** Facts from outside the rows; the server knows more of them than a laptop does. */
export interface Facts {
  /** True when another record of the tenant holds this normalised e-mail; undefined where nobody can know. */
  readonly isEmailTaken?: (email: string, exceptContactId: string) => boolean;
}

export interface MutationContext {
  readonly actor: Actor;
  /** Wall time at the command, never later than the server's time of receipt. */
  readonly nowMs: number;
  readonly facts: Facts;
}

/** A row that `check` and `apply` want to see. `optional` ones may be missing; others refuse with NOT_FOUND. */
export interface Read<K extends Kind = Kind, Optional extends boolean = boolean> extends RecordRef {
  readonly kind: K;
  readonly optional: Optional;
}

export const must = <K extends Kind>(kind: K, id: string): Read<K, false> => ({ kind, id, optional: false });

/** For an id that may be absent; the empty id never matches a row. */
export const may = <K extends Kind>(kind: K, id: string | null | undefined): Read<K, true> => ({
  kind,
  id: id ?? '',
  optional: true,
});

type Reads = Readonly<Record<string, Read>>;

export type RowsOf<R extends Reads> = {
  readonly [Name in keyof R]: R[Name] extends Read<infer K, infer Optional>
    ? Optional extends false
      ? Row<K>
      : Row<K> | undefined
    : never;
};

/** One field group of one record. */
export interface GroupRef extends RecordRef {
  readonly group: GroupName;
}

export interface Words {
  /** A key of the message catalogue. */
  readonly key: string;
  readonly values: Readonly<Record<string, string | number | null>>;
}

export type Inverse =
  | { readonly kind: 'mutation'; readonly name: string; readonly args: unknown }
  | { readonly kind: 'none'; readonly why: string };

/** From version n to n + 1, on reading; stored bytes are never rewritten. */
export interface Upcast {
  readonly args: (args: unknown) => unknown;
  /** Where a field group got another name. */
  readonly seen?: (seen: SeenByGroup) => SeenByGroup;
}

/** By the version that is read; every one from 1 on, because a queue may be as old as the protocol's floor. */
type Upcasts = Readonly<Record<number, Upcast>>;

interface Definition<Name extends string, Schema extends z.ZodType, R extends Reads, R2 extends Reads> {
  readonly name: Name;
  readonly version: number;
  readonly args: Schema;
  readonly upcasts?: Upcasts;
  /** Rows known from the arguments alone. */
  readonly reads: (args: z.infer<Schema>) => R;
  /** Rows that only the first ones name (a deal's pipeline). */
  readonly readsThen?: (rows: RowsOf<R>, args: z.infer<Schema>) => R2;
  readonly writes: (args: z.infer<Schema>) => readonly GroupRef[];
  /** Records that must exist before this may run, other than the written ones. */
  readonly refers: (args: z.infer<Schema>) => readonly RecordRef[];
  readonly needs: (args: z.infer<Schema>, rows: RowsOf<R & R2>) => Needs;
  readonly check: (rows: RowsOf<R & R2>, args: z.infer<Schema>, context: MutationContext) => Verdict;
  readonly apply: (rows: RowsOf<R & R2>, args: z.infer<Schema>, context: MutationContext) => readonly Change[];
  readonly inverse: (rows: RowsOf<R & R2>, args: z.infer<Schema>) => Inverse;
  readonly words: (rows: RowsOf<R & R2>, args: z.infer<Schema>) => Words;
}

/** A definition with its types folded away: what the engine and the server work with. */
export interface Mutation<Name extends string = string> {
  readonly name: Name;
  readonly version: number;
  readonly args: z.ZodType;
  readonly upcasts: Upcasts;
  readonly reads: (args: unknown) => Readonly<Record<string, Read>>;
  readonly readsThen: (rows: LoadedRows, args: unknown) => Readonly<Record<string, Read>>;
  readonly writes: (args: unknown) => readonly GroupRef[];
  readonly refers: (args: unknown) => readonly RecordRef[];
  readonly needs: (args: unknown, rows: LoadedRows) => Needs;
  readonly check: (rows: LoadedRows, args: unknown, context: MutationContext) => Verdict;
  readonly apply: (rows: LoadedRows, args: unknown, context: MutationContext) => readonly Change[];
  readonly inverse: (rows: LoadedRows, args: unknown) => Inverse;
  readonly words: (rows: LoadedRows, args: unknown) => Words;
}

export type LoadedRows = Readonly<Record<string, Row | undefined>>;

/**
 * A write of the CRM, defined once and decided twice: by the engine at once, by the server with authority.
 * Everything in it is pure. The types are checked here and erased in the result, whose callers pass parsed arguments.
 * @throws TypeError when an earlier version could not be read
 */
export function defineMutation<
  const Name extends string,
  Schema extends z.ZodType,
  R extends Reads,
  R2 extends Reads = Record<never, never>,
>(definition: Definition<Name, Schema, R, R2>): Mutation<Name> {
  const { name, version, upcasts = {} } = definition;
  for (let from = 1; from < version; from += 1)
    if (!Object.hasOwn(upcasts, from)) throw new TypeError(`"${name}" cannot read its version ${from}.`);
  return { upcasts, readsThen: () => ({}), ...definition } as unknown as Mutation<Name>;
}
