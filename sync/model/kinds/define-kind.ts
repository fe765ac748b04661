import type { z } from 'zod';

/**
 * What decides when the server's value is not the one the user saw (`sync/merge` holds one file a rule).
 * `latest`: the later write by hybrid clock. `ask`: the user. `union`: what either side added. `text`: both sides' changes
 * of a long text. `append`: what is only ever added and never replaced.
 */
export const MERGE_RULES = ['latest', 'ask', 'union', 'text', 'append'] as const;
export type MergeRule = (typeof MERGE_RULES)[number];

export interface FieldGroup<Field extends string = string> {
  readonly rule: MergeRule;
  /** Fields that only make sense together and therefore change together. */
  readonly fields: readonly Field[];
}

/** A field of the kind's own, or the unit, where records of the kind can be moved to another one. */
type GroupField<Shape extends z.ZodRawShape> = Extract<keyof Shape, string> | 'orgId';

export interface KindDefinition<Kind extends string, Shape extends z.ZodRawShape> {
  readonly kind: Kind;
  /**
   * Who may see a row: its organisation unit, everybody in the tenant, or one person, whose own id then stands in `orgId`
   * as a unit of one.
   */
  readonly scope: 'unit' | 'tenant' | 'user';
  readonly fields: z.ZodObject<Shape>;
  readonly groups: Readonly<Record<string, FieldGroup<GroupField<Shape>>>>;
  /** Fields that hold the id of a record this one hangs on, strongest first; its unit is taken from there. */
  readonly parents: readonly (readonly [field: Extract<keyof Shape, string>, kind: string])[];
}

export function defineKind<const Kind extends string, Shape extends z.ZodRawShape>(
  definition: KindDefinition<Kind, Shape>,
): KindDefinition<Kind, Shape> {
  return definition;
}

/** A group of exactly one field, the usual case. */
export const single = <const Field extends string>(field: Field, rule: MergeRule = 'latest'): FieldGroup<Field> => ({
  rule,
  fields: [field],
});
