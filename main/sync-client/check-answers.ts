import { z } from 'zod';
import { isKind, type Kind } from '../../sync/model/kinds/all-kinds.ts';
import { PushAnswer, PushResponse } from '../../sync/protocol/push.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { WireRow } from '../../sync/protocol/wire-row.ts';
import { isGoodRow, nameOfRow, wireRowOf } from './check-row.ts';

/** As `PushResponse`, but that one answer of a wrong shape does not take the others with it. */
export const AnswersOnWire = PushResponse.extend({ answers: z.array(z.looseObject({ id: z.string() })) });
type AnswersOnWire = z.infer<typeof AnswersOnWire>;

export interface CheckedAnswer extends PushAnswer {
  /** Rows of it that may not be stored, as `kind:id`. */
  readonly quarantined: readonly string[];
}

export interface CheckedAnswers extends Omit<PushResponse, 'answers'> {
  readonly answers: readonly CheckedAnswer[];
}

/**
 * The answers as far as they can be trusted, in the order of the changes that were sent. A row that does not fit is put
 * aside, and the verdict it came with counts; an answer that cannot be read is none, and its change is sent again.
 * @throws SatchelError BAD_ANSWER when other changes are answered than were sent
 */
export function checkAnswers({ answers, ...response }: AnswersOnWire, ids: readonly string[]): CheckedAnswers {
  const isComplete = answers.length === ids.length && answers.every(({ id }, index) => id === ids[index]);
  if (!isComplete) throw new SatchelError('BAD_ANSWER', 'The server answered other changes than were sent.');
  return { ...response, answers: answers.map((sent) => checkAnswer(sent)) };
}

const WithRows = z.looseObject({ outcome: z.looseObject({ rows: z.array(z.unknown()) }) });

function checkAnswer(sent: AnswersOnWire['answers'][number]): CheckedAnswer {
  const { id } = sent;
  const decided = WithRows.safeParse(sent).data?.outcome;
  const { success, data } = PushAnswer.safeParse(decided ? { id, outcome: { ...decided, rows: [] } } : sent);
  if (!success) return { id, outcome: UNREADABLE, quarantined: [] };
  if (data.outcome.kind !== 'decided' || decided === undefined) return { ...data, quarantined: [] };
  const { good: rows, quarantined } = sortRows(decided.rows);
  return { id, outcome: { ...data.outcome, rows }, quarantined };
}

const UNREADABLE: PushAnswer['outcome'] = {
  kind: 'later',
  code: 'BAD_ANSWER',
  message: "The server's answer to this change cannot be read; it is asked again.",
};

/** A row without body or of a kind that only a newer build knows is the pull's business. */
function sortRows(sent: readonly unknown[]): { readonly good: WireRow[]; readonly quarantined: readonly string[] } {
  const good: WireRow[] = [];
  const quarantined: string[] = [];
  for (const each of sent) {
    const row = wireRowOf(each);
    const isForPull = row !== undefined && (row[5] === null || !isKind(row[0]));
    if (isForPull) continue;
    if (row !== undefined && isGoodRow(row[0] as Kind, row)) good.push(row);
    else quarantined.push(nameOfRow(each) ?? 'row of an answer');
  }
  return { good, quarantined };
}
