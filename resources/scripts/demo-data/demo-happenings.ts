import { OUTCOMES, PRODUCTS, TALK, TASK_TITLES } from './demo-words.ts';
import { DAY_MS, type Maker, type Place } from './demo-maker.ts';

type Parent = Place & { readonly dealId?: string };

const parentsOf = ({ dealId, contactId, companyId }: Parent) => ({ contactId, companyId, dealId: dealId ?? null });

export function activityFields({ dice: { pick, int, chance } }: Maker, place: Parent, createdAtMs: number) {
  const type = pick(['call', 'call', 'email', 'email', 'meeting', 'visit'] as const);
  return {
    type,
    subject: pick(PRODUCTS),
    description: chance(0.7) ? pick(TALK) : '',
    ...parentsOf(place),
    occurredAtMs: createdAtMs - int(0, 600) * 60_000,
    durationMin: type === 'email' ? null : int(1, 18) * 5,
    outcome: chance(0.6) ? pick(OUTCOMES) : null,
  };
}

export function noteFields({ dice: { pick, chance } }: Maker, place: Parent) {
  const body = chance(0.4) ? `${pick(TALK)}\n\n- ${pick(TALK)}\n- ${pick(TALK)}` : pick(TALK);
  return { body, isPinned: chance(0.05), ...parentsOf(place) };
}

/** Old tasks are done; the open ones are due from a week ago to a month ahead. */
export function taskFields({ dice: { pick, int, chance }, nowMs }: Maker, place: Parent, createdAtMs: number) {
  const isDone = nowMs - createdAtMs > 60 * DAY_MS ? chance(0.97) : chance(0.3);
  const dueAtMs = isDone ? createdAtMs + int(1, 20) * DAY_MS : nowMs + int(-7, 30) * DAY_MS;
  return {
    title: pick(TASK_TITLES),
    description: chance(0.3) ? pick(TALK) : '',
    dueAtMs,
    isDueAllDay: chance(0.6),
    remindAtMs: chance(0.2) ? dueAtMs - 60 * 60_000 : null,
    assigneeId: place.ownerId,
    isDone,
    doneAtMs: isDone ? Math.min(nowMs, dueAtMs) : null,
    ...parentsOf(place),
  };
}
