import type { Catalogue } from './message.ts';

/** What a change rests on, as its details say it, and the end of the writing window. */
export const passWords = {
  'pass.label': 'What this change rests on',
  'pass.own': 'On this laptop',
  'pass.server': 'At the server',
  'pass.serverNotYet': 'Not decided yet.',
  'pass.nothing': 'Nothing was asked.',
  'pass.permission': 'Permission',
  'pass.role': 'Role',
  'pass.price': 'Credits',
  'pass.limit': 'Limit',
  'pass.granted': '{what}: allowed',
  'pass.denied': '{what}: not allowed',
  'pass.unknown': '{what}: nobody could say',
  'pass.from': '{verdict}. {source}, {age}.',
  'pass.fromUntil': '{verdict}. {source}, {age}; holds until {until}.',
  'pass.noSource': '{verdict}.',
  'pass.waits': 'What unblocks it',
  'pass.noRole': 'no role',
  'window.ending': 'Offline writing ends in 5 minutes; then what you type is a draft.',
  'window.last-minute': 'Offline writing ends in 1 minute; then what you type is a draft.',
  'window.over': 'Offline writing is over. What you type is kept as a draft.',
} as const satisfies Catalogue;
