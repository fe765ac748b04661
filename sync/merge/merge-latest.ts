import { compareWrites, type Hlc } from '../model/hlc.ts';

interface Write {
  readonly hlc: Hlc;
  readonly mutationId: string;
}

/**
 * Rule `latest`: the later write stands, ties by mutation id, whichever side is called mine. A write that nobody
 * remembers any more is earlier than every other.
 */
export const isMineLater = (mine: Write, theirs: Write | undefined): boolean =>
  theirs === undefined || compareWrites(mine, theirs) > 0;
