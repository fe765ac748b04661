import type { TimelineEntry } from '../../main/contract/types.ts';

export const TIMELINE_VIEWS = ['all', 'call', 'meeting', 'email', 'note', 'task', 'change'] as const;
export type TimelineView = (typeof TIMELINE_VIEWS)[number];

export const isTimelineView = (key: string): key is TimelineView => (TIMELINE_VIEWS as readonly string[]).includes(key);

type EngineKind = TimelineEntry['kind'];

const KINDS: { readonly [View in TimelineView]: readonly EngineKind[] | undefined } = {
  all: undefined,
  call: ['activity'],
  meeting: ['activity'],
  email: ['activity'],
  note: ['note'],
  task: ['task'],
  change: ['history'],
};

/** What the engine is asked for; kinds of activities are told apart here. */
export const kindsOfView = (view: TimelineView): readonly EngineKind[] | undefined => KINDS[view];

const TYPES: Readonly<Record<string, readonly string[]>> = {
  call: ['call'],
  meeting: ['meeting', 'visit'],
  email: ['email'],
};

export function isInView(entry: TimelineEntry, view: TimelineView): boolean {
  const types = TYPES[view];
  return types === undefined || (entry.kind === 'activity' && types.includes(entry.row.type));
}
