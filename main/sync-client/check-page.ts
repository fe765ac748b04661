import { z } from 'zod';
import { isKind } from '../../sync/model/kinds/all-kinds.ts';
import { PullResponse } from '../../sync/protocol/pull.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { WireRow } from '../../sync/protocol/wire-row.ts';
import { isGoodRow, nameOfRow, wireRowOf } from './check-row.ts';

/** As `PullResponse`, but that one row of a wrong shape does not take the others with it. */
export const PageOnWire = PullResponse.extend({ rows: z.array(z.unknown()) });
type PageOnWire = z.infer<typeof PageOnWire>;

/** What was asked and what is known, which an answer has to follow from. */
export interface Asked {
  readonly cursor: string | null;
  readonly limit: number;
  readonly epoch: string | undefined;
  readonly head: number;
}

export interface CheckedPage extends Omit<PullResponse, 'rows'> {
  /** Rows that may be stored, each once. */
  readonly rows: readonly WireRow[];
  /** Rows that may not, as `kind:id` or by their place in the page. */
  readonly quarantined: readonly string[];
  /** Kinds that only a newer build knows. */
  readonly skippedKinds: readonly string[];
}

/** As many as a request takes. */
const MAX_CURSOR_CHARS = 100_000;
/** Each is looked for in every table. */
const MAX_PURGED_UNITS = 2_000;
/** A few milliseconds. */
const ROWS_A_TURN = 200;

/**
 * The page as far as it can be trusted. A row that does not fit is put aside; a page that contradicts itself, what was
 * asked or what came before is refused whole, and nothing of it is stored.
 * @param yieldTurn lets others have theirs: a page was measured to take as long as three slices of storing it
 * @throws SatchelError BAD_ANSWER
 */
export async function checkPage(page: PageOnWire, asked: Asked, yieldTurn: () => Promise<void>): Promise<CheckedPage> {
  assertFollows(page, asked);
  const rows: WireRow[] = [];
  const quarantined: string[] = [];
  const skippedKinds = new Set<string>();
  const seen = new Set<string>();
  for (const [index, sent] of page.rows.entries()) {
    const row = wireRowOf(sent);
    const name = nameOfRow(sent) ?? `row ${index}`;
    if (row === undefined || row[2] > page.head) quarantined.push(name);
    else if (seen.has(name)) throw contradiction('a row twice in one page');
    else if (!isKind(row[0])) skippedKinds.add(row[0]);
    else if (isGoodRow(row[0], row)) rows.push(row);
    else quarantined.push(name);
    seen.add(name);
    if (index % ROWS_A_TURN === ROWS_A_TURN - 1) await yieldTurn();
  }
  return { ...page, rows, quarantined, skippedKinds: [...skippedKinds] };
}

/** A server that goes back, or goes on without getting anywhere, would make the client do so too. */
function assertFollows(page: PageOnWire, { cursor, limit, epoch, head }: Asked): void {
  if (page.rows.length > limit) throw contradiction('more rows than were asked for');
  if (page.cursor.length > MAX_CURSOR_CHARS) throw contradiction('a cursor that it would not take back');
  if (page.purgeUnits.length > MAX_PURGED_UNITS) throw contradiction('more lost units than anybody has');
  if (page.more && page.cursor === cursor) throw contradiction('more to come and the same cursor again');
  if (cursor === null || page.isReset || epoch === undefined) return;
  if (page.epoch !== epoch) throw contradiction('another epoch without a reset');
  if (page.head < head) throw contradiction('a head that went back');
}

const contradiction = (what: string): SatchelError =>
  new SatchelError('BAD_ANSWER', `The server answered a pull with ${what}.`);
