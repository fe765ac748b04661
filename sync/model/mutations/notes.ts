import { z } from 'zod';
import { insert } from '../change.ts';
import { WHOLE_RECORD } from '../field-groups.ts';
import { NoteId } from '../ids.ts';
import { note } from '../kinds/note.ts';
import { attachedTo, checkAttached, parentIds, parentReads, unitOf } from './attached.ts';
import { defineMutation } from './define-mutation.ts';
import { defineDelete, defineEdit, defineRestore, parentsIn } from './record-mutations.ts';

/** Enough of a note to recognise it in a queue. */
const beginning = ({ body }: { readonly body: string }): string => body.split('\n', 1)[0]?.slice(0, 80) ?? '';
const topic = { kind: 'note', resource: 'notes', idArg: 'noteId', title: beginning } as const;

export const notesCreate = defineMutation({
  name: 'notes.create',
  version: 1,
  args: z.strictObject({
    noteId: NoteId,
    ...attachedTo,
    body: note.fields.shape.body.min(1),
    isPinned: z.boolean().default(false),
  }),
  reads: parentReads,
  writes: ({ noteId }) => [{ kind: 'note', id: noteId, group: WHOLE_RECORD }],
  refers: (args) => parentsIn('note', args),
  needs: (args, rows) => ({
    permissions: [{ action: 'create', resource: 'notes', orgId: unitOf(rows, args) }],
    mode: 'lease',
  }),
  check: checkAttached,
  apply: (rows, args, { actor, nowMs }) => [
    insert(
      'note',
      args.noteId,
      unitOf(rows, args),
      { body: args.body, isPinned: args.isPinned, ...parentIds(rows, args) },
      { createdBy: actor.employeeId, createdAtMs: nowMs },
    ),
  ],
  inverse: (_rows, { noteId }) => ({ kind: 'mutation', name: 'notes.delete', args: { noteId } }),
  words: (_rows, args) => ({ key: 'note.created', values: { title: beginning(args) } }),
});

export const notesEdit = defineEdit(topic, note.fields.pick({ body: true, isPinned: true }) as z.ZodObject);
export const notesDelete = defineDelete(topic);
export const notesRestore = defineRestore(topic);
