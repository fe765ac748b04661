export type ConflictPick = 'mine' | 'theirs' | 'another';

export interface ConflictSide {
  readonly value: string;
  /** "Erik Dahl, 09:22". */
  readonly who: string;
  /** A comment of theirs, or what the person had not seen. */
  readonly note?: string;
}

export interface ConflictField {
  readonly label: string;
  /** "48,000 €, set by you on 12 Nov". */
  readonly before: string;
  readonly mine: ConflictSide;
  readonly theirs: ConflictSide;
}
