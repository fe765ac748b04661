import type { Catalogue } from './message.ts';

/** What was decided without asking, or has to be asked, where two people changed one record. */
export const mergeWords = {
  'merge.did': '{who} changed {field} at {clock}',
  'merge.didSome': '{who} changed {field}',
  'merge.somebody': 'Somebody else',
  'merge.said.merged': '{one}, {two}. Both were kept.',
  'merge.said.beside': '{one}, {two}. Both were kept.',
  'merge.said.mine-wins': '{two}, {one}. The later value stands, the other one is kept here.',
  'merge.said.theirs-wins': '{one}, {two}. The later value stands, the other one is kept here.',
  'merge.sideAt': '{who}, {clock}',
  'merge.moved': '{others}, after you had seen it last. Only this deletion waits.',
  'merge.onDeleted':
    '{name} was deleted by {who} before this arrived. It is kept, and shown again when that comes back.',
  'merge.orphanTitle': 'What it belongs to is deleted',
  'merge.orphanRestore': 'Restore {name}',
  'merge.orphanLeave': 'Leave it so',
  'merge.theRecord': 'The record',
  'merge.intoHolder': 'Merge into the contact that has it',
} as const satisfies Catalogue;
