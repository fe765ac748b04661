import { HALDEN_EMPLOYEES } from '../wrapper-sandbox/demo-tenant.ts';
import type { Change, FieldDay, WrapperCall } from './field-day-run.ts';

/** What a contact or a deal costs by the demo's plan. */
const PRICES: Readonly<Record<string, number>> = { 'contacts.create': 0.1, 'deals.create': 0.5 };
const PERMISSIONS_PATH = `/api/permissions/${HALDEN_EMPLOYEES.sales}`;

/** Which promises the day broke, as sentences; empty where everything was kept. */
export function brokenRules(day: FieldDay): readonly string[] {
  const broken = [...unchecked(day), ...unpaid(day), ...lost(day)];
  const accepted = day.changes.filter((change) => PRICES[change.name] !== undefined && isOnServer(day, change));
  const due = accepted.reduce((sum, { name }) => sum + (PRICES[name] ?? 0), 0);
  return Math.abs(due - day.creditsSpent) < 1e-6
    ? broken
    : [...broken, `${accepted.length} priced changes are worth ${due} credits, and ${day.creditsSpent} were taken.`];
}

const isOnServer = (day: FieldDay, { result, mark }: Change): boolean =>
  day.outcomes.get(result.mutationId)?.state === 'acknowledged' || day.marksOnServer.has(mark);

/** A live answer: neither an outage nor a fault, and none that a snapshot of the laptop stood for. */
const isAnswer = ({ status }: WrapperCall): boolean => status === 200;

/** Whatever was asked live and done lies behind an answer about permissions between the wish and the deed. */
function unchecked({ changes, outcomes, log }: FieldDay): readonly string[] {
  return changes.flatMap(({ name, mark, madeAtMs, result }) => {
    const item = outcomes.get(result.mutationId);
    if (item?.state !== 'acknowledged' || !item.isLive) return [];
    const untilMs = item.decidedAtMs ?? 0;
    const isChecked = log.some(
      (call) => call.path === PERMISSIONS_PATH && isAnswer(call) && call.atMs >= madeAtMs && call.atMs <= untilMs,
    );
    return isChecked ? [] : [`${name} (${mark}) was done without a live answer about its permission.`];
  });
}

/** Whatever has a price lies behind an answered charge under its own key. */
function unpaid(day: FieldDay): readonly string[] {
  const paid = day.log.filter((call) => call.path.endsWith('/consume') && isAnswer(call));
  return day.changes
    .filter((change) => PRICES[change.name] !== undefined && isOnServer(day, change))
    .flatMap(({ name, mark, madeAtMs, result: { mutationId } }) => {
      const isPaid = paid.some(
        ({ atMs, idempotencyKey = '' }) =>
          atMs >= madeAtMs && idempotencyKey.split(',').some((key) => key.startsWith(mutationId)),
      );
      return isPaid ? [] : [`${name} (${mark}) was done without a charge.`];
    });
}

/** What was typed is on the server, or here with its words; what was refused at once never left the form. */
function lost(day: FieldDay): readonly string[] {
  return day.changes.flatMap((change) => {
    const { name, mark, result } = change;
    if (result.status === 'refused' || isOnServer(day, change)) return [];
    const item = day.outcomes.get(result.mutationId);
    const isHere = item !== undefined && (name === 'contacts.delete' || JSON.stringify(item.args).includes(mark));
    return isHere ? [] : [`${name} (${mark}) is neither on the server nor here.`];
  });
}
