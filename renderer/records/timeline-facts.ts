import type { MergeNote } from '../../main/contract/conflict.ts';
import type { ValueNames } from './value-words.ts';

/** What the timeline has to know beyond its rows. */
export interface TimelineFacts extends ValueNames {
  readonly myId: string | null;
  /** The record whose timeline it is: its own name is not repeated. */
  readonly ownId: string;
  /** The merge behind a history row of one's own change, while its receipt is here. */
  readonly mergeOf: (mutationId: string, group: string) => MergeNote | undefined;
}
