import type { FieldDiff } from '../parts/diff.tsx';
import type { Words } from '../words/create-words.ts';
import type { WordKey } from '../words/english.ts';
import { customLabel } from './field-spec.ts';

/** Names of what values point to. */
export interface ValueNames {
  readonly words: Words;
  readonly nowMs: number;
  readonly person: (employeeId: string) => string;
  readonly record: (id: string) => string | undefined;
  readonly stage: (stageId: string) => string | undefined;
}

type GroupValue = Readonly<Record<string, unknown>>;

const LABELS: Readonly<Record<string, Extract<WordKey, `label.${string}`>>> = {
  name: 'label.name',
  email: 'label.email',
  phone: 'label.phone',
  otherEmails: 'label.otherEmails',
  otherPhones: 'label.otherPhones',
  jobTitle: 'label.jobTitle',
  company: 'label.company',
  contact: 'label.contact',
  owner: 'label.owner',
  unit: 'label.unit',
  tags: 'label.tags',
  source: 'label.source',
  doNotContact: 'label.doNotContact',
  parent: 'label.parent',
  industry: 'label.industry',
  size: 'label.size',
  website: 'label.website',
  address: 'label.address',
  title: 'label.title',
  value: 'label.value',
  stage: 'label.stage',
  close: 'label.close',
  nextStep: 'label.nextStep',
};

export function groupLabel(group: string, { say }: Words): string {
  if (group.startsWith('custom:')) return customLabel(group.slice('custom:'.length));
  const key = LABELS[group];
  return key === undefined ? customLabel(group) : say(key);
}

const REFERENCES: ReadonlySet<string> = new Set(['companyId', 'parentCompanyId', 'contactId', 'dealId', 'orgId']);
const PEOPLE: ReadonlySet<string> = new Set(['ownerId', 'assigneeId']);

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function listItem(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  const { label = '', value = '' } = item as { readonly label?: string; readonly value?: string };
  return label === '' ? value : `${label} ${value}`;
}

/** One value as a person would read it; undefined where there is none. */
function valueText(field: string, value: unknown, names: ValueNames): string | undefined {
  const { words } = names;
  if (isEmpty(value)) return undefined;
  if (typeof value === 'boolean') return words.say(value ? 'value.yes' : 'value.no');
  if (Array.isArray(value)) return value.map(listItem).join(', ');
  if (typeof value === 'number') return field.endsWith('AtMs') ? words.day(value, names.nowMs) : words.number(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (PEOPLE.has(field)) return names.person(value);
  if (REFERENCES.has(field)) return names.record(value) ?? words.say('value.notHere');
  if (field === 'stageId') return names.stage(value) ?? value;
  return field.endsWith('On') ? words.calendarDay(value, names.nowMs) : value;
}

const joined =
  (fields: readonly string[], separator: string) =>
  (value: GroupValue): string =>
    fields
      .map((field) => value[field])
      .filter((part) => typeof part === 'string' && part !== '')
      .join(separator);

/** Groups whose fields only make sense together. */
const TOGETHER: Readonly<Record<string, (value: GroupValue, names: ValueNames) => string | undefined>> = {
  name: joined(['firstName', 'lastName'], ' '),
  address(value) {
    const place = joined(['postcode', 'city'], ' ')(value);
    return [value['street'], place, value['country']].filter((part) => !isEmpty(part)).join(', ');
  },
  value({ valueMinor, currency }, { words }) {
    return typeof valueMinor === 'number' && typeof currency === 'string'
      ? words.money(valueMinor, currency)
      : undefined;
  },
  stage({ stageId, lostReason }, names) {
    const stage = valueText('stageId', stageId, names);
    return typeof lostReason === 'string' && lostReason !== '' ? `${stage ?? ''} (${lostReason})` : stage;
  },
};

/** A field group's value in words; undefined where it is empty. */
function groupText(group: string, value: unknown, names: ValueNames): string | undefined {
  if (typeof value !== 'object' || value === null) return valueText(group, value, names);
  const together = TOGETHER[group];
  if (together !== undefined) return together(value as GroupValue, names) || undefined;
  const parts = Object.entries(value).map(([field, each]) => valueText(field, each, names));
  return parts.filter((part) => part !== undefined).join(', ') || undefined;
}

/** `label old -> new` of a field group. */
export function groupDiff(
  group: string,
  { before, after }: { readonly before: unknown; readonly after: unknown },
  names: ValueNames,
): FieldDiff {
  const was = groupText(group, before, names);
  const now = groupText(group, after, names) ?? names.words.say('field.none');
  return { label: groupLabel(group, names.words), ...(was === undefined ? {} : { before: was }), after: now };
}
