import { useMemo } from 'react';
import { useRead } from '../app/use-read.ts';
import type { FieldOption } from '../parts/field-value.ts';
import { useSessionState } from '../state/session-state.ts';
import { unitNames } from './units.ts';

const NONE: readonly string[] = [];

/** Names of all units of the tenant, by id; empty until they are known. */
export function useUnitNames(): ReadonlyMap<string, string> {
  const { data } = useRead(['people', 'organisation'], ['people'], (client) => client.people.organisation());
  const root = data?.value ?? null;
  return useMemo(() => unitNames(root), [root]);
}

/** The units in which this user may put a record, the own one first. */
export function useUnits(): readonly FieldOption[] {
  const orgIds = useSessionState(({ session }) => (session?.kind === 'signed-in' ? session.orgIds : NONE));
  const names = useUnitNames();
  return orgIds.map((value) => ({ value, label: names.get(value) ?? value.slice(0, 8) }));
}
