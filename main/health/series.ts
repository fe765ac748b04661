/** Names of what is measured: `group.name`, or a group that has no names. */
export const SERIES = {
  /** Attempts at an endpoint of the account service; failed: it did not answer, or nothing usable. */
  wrapper: (endpoint: string) => `wrapper.${endpoint}`,
  /** Reads of a cache; failed: the value was missing or stale. */
  cache: (topic: string) => `cache.${topic}`,
  /** Local reads by call of the contract. */
  read: (call: string) => `read.${call}`,
  /** Local changes by topic; failed: not stored, or only kept as a draft because the writing window was over. */
  write: (topic: string) => `write.${topic}`,
  /** "May this be done?", which a page asks for what it offers. */
  explain: 'explain',
  signIn: 'sign-in',
  /** Sampled once a minute. */
  lag: 'lag',
  /** Changes that became drafts because the account service alone was away. */
  lost: 'lost',
  /** Calls that the open circuit breaker answered. */
  heldBack: 'held-back',
} as const;

/** The names within a group. */
export const nameIn = (group: 'wrapper' | 'cache' | 'read' | 'write', series: string): string | undefined =>
  series.startsWith(`${group}.`) ? series.slice(group.length + 1) : undefined;
