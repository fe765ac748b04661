import { useRead } from '../app/use-read.ts';
import type { FieldOption } from '../parts/field-value.ts';
import { useSessionState } from '../state/session-state.ts';
import { unitNames } from './units.ts';

const NONE: readonly string[] = [];

/** The units in which this user may put a record, the own one first. */
export function useUnits(): readonly FieldOption[] {
  const orgIds = useSessionState(({ session }) => (session?.kind === 'signed-in' ? session.orgIds : NONE));
  const { data } = useRead(['people', 'organisation'], ['people'], (client) => client.people.organisation());
  const names = unitNames(data?.value ?? null);
  return orgIds.map((value) => ({ value, label: names.get(value) ?? value.slice(0, 8) }));
}
