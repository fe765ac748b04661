import { insert, update } from '../change.ts';
import { PreferenceId } from '../ids.ts';
import { preference, preferenceId } from '../kinds/preference.ts';
import { allowed, refused } from '../verdict.ts';
import { defineMutation, may } from './define-mutation.ts';

/** Sets a preference of the person who does it. Needs no permission: nobody else sees or is concerned by it. */
export const preferencesSet = defineMutation({
  name: 'preferences.set',
  version: 1,
  args: preference.fields.extend({ preferenceId: PreferenceId }).strict(),
  reads: (args) => ({ row: may('preference', args.preferenceId) }),
  writes: (args) => [{ kind: 'preference', id: args.preferenceId, group: 'value' }],
  refers: () => [],
  needs: () => ({ permissions: [], mode: 'lease' }),
  check: (_rows, args, { actor }) =>
    args.preferenceId === preferenceId(actor.employeeId, args.name) ? allowed : refused('INVALID', 'preferenceId'),
  apply: ({ row }, { preferenceId: id, name, value }, { actor, nowMs }) => [
    row === undefined
      ? insert('preference', id, actor.employeeId, { name, value }, { createdBy: actor.employeeId, createdAtMs: nowMs })
      : update('preference', row, { value }),
  ],
  inverse: ({ row }) =>
    row === undefined
      ? { kind: 'none', why: 'it was not set before' }
      : {
          kind: 'mutation',
          name: 'preferences.set',
          args: { preferenceId: row.id, name: row.name, value: row.value },
        },
  words: (_rows, { name, value }) => ({ key: 'preference.set', values: { title: name, value } }),
});
