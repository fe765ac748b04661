import { fieldsOfGroup, type GroupValue } from '../model/field-groups.ts';
import { OrgId } from '../model/ids.ts';
import { KINDS, type Kind } from '../model/kinds/all-kinds.ts';

interface Checks {
  readonly shape: Readonly<Record<string, { safeParse(value: unknown): { readonly success: boolean } }>>;
}

/** Whether a kind's fields can hold a value: what a client says it saw, or what two sides make together. */
export function isPossible(kind: Kind, group: string, value: GroupValue): boolean {
  const { shape }: Checks = KINDS[kind].fields;
  return fieldsOfGroup(kind, group).every(
    (field) => (field === 'orgId' ? OrgId : shape[field])?.safeParse(value[field]).success === true,
  );
}
