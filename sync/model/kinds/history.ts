import { z } from 'zod';
import { EmployeeId, MutationId, RecordId } from '../ids.ts';
import { defineKind, MERGE_RULES } from './define-kind.ts';
import { line, timeMs } from './field-types.ts';

/**
 * What happened to a record, derived from a mutation's changes and never written by hand.
 * `overruled`: a value that lost against a later or an answered one; both sides are kept.
 */
const HistoryAction = z.literal(['created', 'changed', 'merged', 'overruled', 'deleted', 'restored']);

/**
 * What met where two people had changed a record without seeing each other's change. `beside`: different fields of it,
 * and both stand; `theirs` then holds the others' values by group. `others` says who else changed which group and when,
 * as far as the server believes their clocks.
 */
const MergeFacts = z.object({
  outcome: z.literal(['merged', 'mine-wins', 'theirs-wins', 'beside']),
  rule: z.literal(MERGE_RULES).nullable(),
  mine: z.unknown(),
  theirs: z.unknown(),
  others: z.array(z.object({ group: line, by: EmployeeId.nullable(), atMs: timeMs.nullable() })),
});

export const history = defineKind({
  kind: 'history',
  scope: 'unit',
  fields: z.object({
    recordKind: line,
    recordId: RecordId,
    mutationId: MutationId,
    mutationName: line,
    action: HistoryAction,
    /** The field group, or null where the whole record is meant. */
    group: line.nullable(),
    before: z.unknown(),
    after: z.unknown(),
    merge: MergeFacts.nullable(),
    actorId: EmployeeId,
    /** Wall time at the command, as far as the server believes it. */
    atMs: timeMs,
  }),
  groups: { all: { rule: 'append', fields: [] } },
  parents: [],
});
