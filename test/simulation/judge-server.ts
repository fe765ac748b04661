import { holds, holdsToken, isSame, type Effect, type Value } from './intents.ts';
import type { Intent, Ledger } from './ledger.ts';
import type { ServerRow } from './server-log.ts';

/** What became of a change on its laptop. */
export interface Outcome {
  readonly state: string;
  readonly serverSeq: number | null;
  readonly code: string | null;
  /** Field groups that were merged without asking. */
  readonly merges: number;
}

export interface Verdicts {
  readonly ledger: Ledger;
  readonly rows: readonly ServerRow[];
  /** By mutation id; absent for a change that altered nothing and was never queued. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

interface HistoryRow {
  readonly seq: number;
  readonly mutationId: string;
  readonly actorId: string;
  readonly action: string;
  readonly group: string | null;
  readonly before: Value | null;
  readonly after: Value | null;
}

/**
 * The server's final state against the commands: what was acknowledged is the final value or history names what
 * replaced it, and whatever history names was asked for by somebody and acknowledged to them.
 * @returns what is wrong, in plain words
 */
export function judgeServer({ ledger, rows, outcomes }: Verdicts): readonly string[] {
  const wrong: string[] = [];
  const records = new Map(rows.filter(({ of }) => of !== 'history').map((row) => [keyOf(row), row]));
  const happened = rows
    .filter(({ of }) => of === 'history')
    .map((row) => historyOf(row, outcomes))
    .toSorted((a, b) => a.row.seq - b.row.seq);
  const histories = Map.groupBy(happened, ({ key }) => key);
  for (const entry of [...histories.values()].flat()) wrong.push(...judgeEntry(entry.row, { ledger, outcomes }));
  for (const intent of ledger.intents) {
    const outcome = outcomes.get(intent.mutationId);
    if (outcome?.state !== 'acknowledged') continue;
    for (const effect of intent.effects) {
      const key = keyOf({ tenantId: intent.tenantId, of: effect.of, id: effect.id });
      const history = (histories.get(key) ?? []).map(({ row }) => row);
      const problem = judgeEffect({ intent, effect, outcome, record: records.get(key), history, ledger });
      if (problem !== null)
        wrong.push(`#${intent.command} ${intent.name} ${intent.mutationId} of ${intent.laptop}: ${problem}`);
    }
  }
  for (const [key, history] of histories) {
    const record = records.get(key);
    if (record)
      wrong.push(
        ...judgeChain(
          record,
          history.map(({ row }) => row),
        ).map((text) => `${key}: ${text}`),
      );
  }
  return wrong;
}

const keyOf = ({ tenantId, of, id }: Pick<ServerRow, 'tenantId' | 'of' | 'id'>): string => `${tenantId}:${of}:${id}`;

/** A move in the same group gives a row its next number before anybody has seen the first: what its user was told counts. */
function historyOf(
  { tenantId, seq, body }: ServerRow,
  outcomes: Verdicts['outcomes'],
): { readonly key: string; readonly row: HistoryRow } {
  const key = keyOf({ tenantId, of: String(body['recordKind']), id: String(body['recordId']) });
  const told = outcomes.get(String(body['mutationId']))?.serverSeq ?? seq;
  return { key, row: { ...(body as unknown as HistoryRow), seq: Math.min(seq, told) } };
}

/** Nothing happens that nobody asked for, and nothing that its user was told had not happened. */
function judgeEntry(row: HistoryRow, { ledger, outcomes }: Pick<Verdicts, 'ledger' | 'outcomes'>): readonly string[] {
  const intent = ledger.find(row.mutationId);
  const what = `history ${row.seq} (${row.action} ${row.group ?? ''}) of ${row.mutationId}`;
  if (intent === undefined) return [`${what}: nobody gave that command`];
  if (row.actorId !== intent.employeeId) return [`${what}: ${row.actorId} is named, ${intent.employeeId} did it`];
  const state = outcomes.get(row.mutationId)?.state;
  const code = outcomes.get(row.mutationId)?.code;
  if (state === 'acknowledged' || state === 'forgotten') return [];
  return [
    `${what}: applied, but #${intent.command} ${intent.name} is ${state ?? 'not in the queue'} ${code ?? ''} at ${intent.laptop}`,
  ];
}

const isFate = ({ action }: HistoryRow): boolean => action === 'deleted' || action === 'restored';

interface EffectCase {
  readonly intent: Intent;
  readonly effect: Effect;
  readonly outcome: Outcome;
  readonly record: ServerRow | undefined;
  readonly history: readonly HistoryRow[];
  readonly ledger: Ledger;
}

function judgeEffect(one: EffectCase): string | null {
  const { intent, effect, record, history } = one;
  if (record === undefined) return `acknowledged, but there is no ${effect.of} ${effect.id}`;
  if (effect.kind === 'set') return judgeSet(one, effect, record);
  const action = effect.kind;
  const own = history.filter((row) => row.mutationId === intent.mutationId && row.action === action);
  if (own.length > 1) return `${action} ${own.length} times`;
  if (own.length > 0) return null;
  if (action === 'created') return `acknowledged, but ${effect.of} ${effect.id} was not made by it`;
  // Deleting what is deleted changes nothing, and restoring what is not.
  const before = history.filter((row) => row.seq <= (one.outcome.serverSeq ?? Infinity)).findLast(isFate)?.action;
  const isSo = action === 'deleted' ? before === 'deleted' : before !== 'deleted';
  return isSo ? null : `acknowledged, but ${effect.of} ${effect.id} was never ${action}`;
}

function judgeSet(
  { intent, outcome, history }: EffectCase,
  effect: Extract<Effect, { kind: 'set' }>,
  record: ServerRow,
): string | null {
  const ofGroup = history.filter(({ group }) => group === effect.group);
  const own = ofGroup.filter(({ mutationId }) => mutationId === intent.mutationId);
  if (own.length > 1) return `${effect.group} was written ${own.length} times`;
  const made = history.some(({ action, mutationId }) => action === 'created' && mutationId === intent.mutationId);
  const [row] = own;
  if (row)
    return isKept(row, effect.value, intent.command)
      ? null
      : `history says ${JSON.stringify(row)}, meant was ${JSON.stringify(effect.value)}`;
  if (made) {
    const first = ofGroup[0];
    // What came first after the creation names what it replaced.
    const now =
      first === undefined
        ? finalOf(record, effect.group)
        : isOverruled(first, effect.value)
          ? first.after
          : first.before;
    return holds(now, effect.value) ? null : `made with ${JSON.stringify(effect.value)}, then ${JSON.stringify(now)}`;
  }
  if (outcome.serverSeq === null) {
    // Without a receipt nobody knows when: it has to have been so at some time.
    const values = [finalOf(record, effect.group), ...ofGroup.flatMap(({ before, after }) => [before, after])];
    return values.some((value) => holds(value, effect.value))
      ? null
      : `${effect.group} never was ${JSON.stringify(effect.value)}`;
  }
  const before = ofGroup.findLast(({ seq }) => seq <= (outcome.serverSeq ?? 0));
  const after = ofGroup.find(({ seq }) => seq > (outcome.serverSeq ?? 0));
  const then = before?.after ?? after?.before ?? finalOf(record, effect.group);
  // Nothing was written because the value was there already.
  return holds(then, effect.value)
    ? null
    : `acknowledged at ${outcome.serverSeq}, but ${effect.group} was ${JSON.stringify(then)} then and no history names ${JSON.stringify(effect.value)}`;
}

/** A first row that says "another value stands" has what stood before in its `after`. */
const isOverruled = (first: HistoryRow, made: Value): boolean =>
  first.action === 'overruled' && holds(first.after, made);

/** The value stands, or was overruled by name, or is one part of what two people's changes became. */
function isKept({ action, before, after }: HistoryRow, meant: Value, command: number): boolean {
  if (holds(after, meant)) return true;
  if (action === 'overruled') return holds(before, meant);
  return action === 'merged' && (holdsToken(after, command) || !holdsToken(meant, command));
}

function finalOf({ body, orgId }: ServerRow, group: string): Value {
  if (group === 'unit') return { orgId };
  if (!group.startsWith('custom:')) return body;
  return (body['customFields'] ?? {}) as Value;
}

/** Row by row each group's value goes on where the last one left it, to the final one: nothing changed unrecorded. */
function judgeChain(record: ServerRow, history: readonly HistoryRow[]): readonly string[] {
  const wrong: string[] = [];
  const groups = Map.groupBy(
    history.filter((row) => row.group !== null && row.after !== null),
    ({ group }) => String(group),
  );
  for (const [group, rows] of groups) {
    let now: Value | null = null;
    for (const { before, after, action, seq } of rows.toSorted((a, b) => a.seq - b.seq)) {
      if (now !== null && !isSame(before, now) && !isSame(after, now))
        wrong.push(`${group} goes from ${JSON.stringify(now)} to "${action}" at ${seq} from ${JSON.stringify(before)}`);
      now = after;
    }
    if (now !== null && !holds(finalOf(record, group), now))
      wrong.push(
        `${group} ends as ${JSON.stringify(now)} in history and as ${JSON.stringify(finalOf(record, group))} in the row`,
      );
  }
  const fate = history.findLast(isFate)?.action;
  if (record.isDeleted !== (fate === 'deleted'))
    wrong.push(`isDeleted is ${record.isDeleted}, history ends with ${fate}`);
  return wrong;
}
