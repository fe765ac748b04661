import { z } from 'zod';
import { EmployeeId, MutationId, RecordId } from '../ids.ts';
import { defineKind } from './define-kind.ts';
import { line, timeMs } from './field-types.ts';

/**
 * What happened to a record, derived from a mutation's changes and never written by hand.
 * `overruled`: a value that lost against a later or an answered one; both sides are kept.
 */
const HistoryAction = z.literal(['created', 'changed', 'merged', 'overruled', 'deleted', 'restored']);

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
    actorId: EmployeeId,
    /** Wall time at the command, as far as the server believes it. */
    atMs: timeMs,
  }),
  groups: { all: { rule: 'append', fields: [] } },
  parents: [],
});
