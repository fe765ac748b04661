import type { FieldDiff } from './diff.tsx';
import type { MarkKind } from './mark.tsx';

interface EntryBase {
  readonly id: string;
  readonly atMs: number;
  readonly mark?: MarkKind;
}

export interface MergedSide {
  /** Who changed what, when: "You, offline at 09:47". */
  readonly who: string;
  readonly fields: readonly FieldDiff[];
}

export interface ActivityEntry extends EntryBase {
  readonly kind: 'call' | 'meeting' | 'visit' | 'email' | 'note' | 'task';
  readonly title: string;
  /** Grey words after the title: "6 min, outgoing". */
  readonly meta?: string;
  readonly text?: string;
  readonly isMine?: boolean;
  readonly isPinned?: boolean;
}

export interface ChangeEntry extends EntryBase {
  readonly kind: 'change' | 'move';
  /** "You moved", "Erik Dahl changed 2 fields"; left out, the fields speak. */
  readonly who?: string;
  readonly subject?: string;
  readonly fields: readonly FieldDiff[];
}

export interface MergedEntry extends EntryBase {
  readonly kind: 'merged';
  readonly sentence: string;
  readonly mine: MergedSide;
  readonly theirs: MergedSide;
  readonly canUndo?: boolean;
}

export type TimelineEntry = ActivityEntry | ChangeEntry | MergedEntry;
