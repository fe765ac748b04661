import type { OutboxItem } from '../../main/contract/types.ts';
import type { Ref } from './use-names.ts';

const KIND_BY_FIELD: Readonly<Record<string, Ref['kind']>> = {
  contactId: 'contact',
  companyId: 'company',
  parentCompanyId: 'company',
  dealId: 'deal',
};
const PERSON_FIELDS = ['ownerId', 'assigneeId'] as const;

type Values = Readonly<Record<string, unknown>>;

/** Everything with fields in a change: arguments, what they set, differences and both sides of a conflict. */
function valuesIn({ args, differences, reason, notes }: OutboxItem): readonly Values[] {
  const given = (args ?? {}) as Values;
  const set = typeof given['set'] === 'object' && given['set'] !== null ? [given['set'] as Values] : [];
  const changed = differences.flatMap(({ field, before, after }) => [{ [field]: before }, { [field]: after }]);
  const sides = [...(reason?.conflicts ?? []), ...notes].flatMap(({ mine, theirs }) => [mine ?? {}, theirs ?? {}]);
  return [given, ...set, ...changed, ...sides];
}

/** Records that a change names. */
export function refsIn(item: OutboxItem): readonly Ref[] {
  return valuesIn(item).flatMap((values) =>
    Object.entries(KIND_BY_FIELD).flatMap(([field, kind]) => {
      const id = values[field];
      return typeof id === 'string' ? [{ kind, id }] : [];
    }),
  );
}

/** People whom a change names, and those who changed the same. */
export function peopleIn(item: OutboxItem): readonly string[] {
  const named = valuesIn(item).flatMap((values) => PERSON_FIELDS.flatMap((field) => values[field] ?? []));
  const others = [...(item.reason?.conflicts ?? []), ...item.notes].flatMap(({ by }) => by ?? []);
  return [...named, ...others].filter((id) => typeof id === 'string');
}
