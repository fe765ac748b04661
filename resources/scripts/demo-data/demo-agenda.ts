import { DAY_MS, type Maker, type Place } from './demo-maker.ts';

export type DemoDeal = Place & { readonly dealId: string; readonly isOpen: boolean };

const HOUR_MS = DAY_MS / 24;

/** When the open tasks of an account are due: two late, three today, the rest of the week. Hours are UTC. */
const AGENDA = [
  { days: -4, hour: 9 },
  { days: -1, hour: 15 },
  { days: 0, hour: 9 },
  { days: 0, hour: 13 },
  { days: 0, hour: null },
  { days: 1, hour: 8 },
  { days: 3, hour: 10 },
] as const;

/** The last tasks made are the agenda of every account, so that each of them has a day to look at. */
export function agendaTask({ nowMs }: Maker, turn: number) {
  const { days, hour } = AGENDA[turn % AGENDA.length] ?? AGENDA[0];
  const midnightMs = nowMs - (nowMs % DAY_MS);
  const dueAtMs = midnightMs + days * DAY_MS + (hour ?? 16) * HOUR_MS;
  return { dueAtMs, isDueAllDay: hour === null, isDone: false, doneAtMs: null, remindAtMs: null };
}

/** Rows of the present that each account gets. */
export const TASKS_EACH = AGENDA.length;
export const ACTIVITIES_EACH = 8;

/** Days from now on which the first open deals of an account are expected to close. */
const CLOSING_DAYS = [-2, 2, 4, 8, 12] as const;
/** How long ago the first deals of an account were won. */
const WON_HOURS = [5, 30] as const;

interface Decided {
  readonly status: string;
  readonly stageEnteredAtMs: number;
  readonly closedAtMs: number | null;
  readonly expectedCloseOn: string;
}

/** Gives each account a few deals that close soon and two that were won just now; the others stay as they are. */
export function presentDeals({ nowMs }: Pick<Maker, 'nowMs'>) {
  const seen = new Map<string, number>();
  return <Fields extends Decided>(ownerId: string, fields: Fields): Fields => {
    const turn = seen.get(`${ownerId} ${fields.status}`) ?? 0;
    seen.set(`${ownerId} ${fields.status}`, turn + 1);
    const closing = fields.status === 'open' ? CLOSING_DAYS[turn] : undefined;
    const wonHours = fields.status === 'won' ? WON_HOURS[turn] : undefined;
    if (closing !== undefined)
      return { ...fields, expectedCloseOn: new Date(nowMs + closing * DAY_MS).toISOString().slice(0, 10) };
    if (wonHours === undefined) return fields;
    const wonAtMs = nowMs - wonHours * HOUR_MS;
    return { ...fields, stageEnteredAtMs: wonAtMs, closedAtMs: wonAtMs };
  };
}

/** Takes turns among the accounts, and among the open deals of each; a contact where there is none. */
export function presentPlaces(owners: readonly string[], deals: readonly DemoDeal[], contacts: readonly Place[]) {
  const openOf = Map.groupBy(
    deals.filter(({ isOpen }) => isOpen),
    ({ ownerId }) => ownerId,
  );
  const contactsOf = Map.groupBy(contacts, ({ ownerId }) => ownerId);
  return (turn: number): DemoDeal | Place => {
    const ownerId = owners[turn % owners.length] ?? '';
    const own = openOf.get(ownerId) ?? contactsOf.get(ownerId) ?? contacts;
    const place = own[Math.floor(turn / owners.length) % own.length];
    if (place === undefined) throw new RangeError('There is no contact to do anything with.');
    return place;
  };
}
