import type { AppClient } from '../app/app-client.ts';

export const TIMELINE_VIEWS = ['all', 'call', 'meeting', 'email', 'note', 'task', 'change'] as const;
export type TimelineView = (typeof TIMELINE_VIEWS)[number];

export const isTimelineView = (key: string): key is TimelineView => (TIMELINE_VIEWS as readonly string[]).includes(key);

type Query = Parameters<AppClient['timeline']['page']>[0];

/** What the engine is asked for. */
export const QUERY_OF_VIEW: { readonly [View in TimelineView]: Pick<Query, 'kinds' | 'types'> } = {
  all: {},
  call: { kinds: ['activity'], types: ['call'] },
  meeting: { kinds: ['activity'], types: ['meeting', 'visit'] },
  email: { kinds: ['activity'], types: ['email'] },
  note: { kinds: ['note'] },
  task: { kinds: ['task'] },
  change: { kinds: ['history'] },
};
