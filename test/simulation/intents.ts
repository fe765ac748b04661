/**
 * What a command was meant to do, in the judge's own words. Nothing here or in the judge comes from the rules that the
 * product itself uses: this table was written from the specification and says the same twice on purpose.
 */
export type Effect =
  | { readonly kind: 'set'; readonly of: string; readonly id: string; readonly group: string; readonly value: Value }
  | { readonly kind: 'created' | 'deleted' | 'restored'; readonly of: string; readonly id: string };

export type Value = Readonly<Record<string, unknown>>;

/** Field groups of more than one field, or of another name than their field; every other field is its own group. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  contact: { firstName: 'name', lastName: 'name', companyId: 'company', ownerId: 'owner' },
  company: {
    parentCompanyId: 'parent',
    employeeCount: 'size',
    street: 'address',
    postcode: 'address',
    city: 'address',
    country: 'address',
    ownerId: 'owner',
  },
  deal: {
    contactId: 'contact',
    companyId: 'company',
    valueMinor: 'value',
    currency: 'value',
    pipelineId: 'stage',
    stageId: 'stage',
    lostReason: 'stage',
    expectedCloseOn: 'close',
    ownerId: 'owner',
  },
  activity: { occurredAtMs: 'when', durationMin: 'when' },
  note: { isPinned: 'pinned' },
  task: {
    dueAtMs: 'due',
    isDueAllDay: 'due',
    remindAtMs: 'reminder',
    assigneeId: 'assignee',
    isDone: 'done',
  },
};

/** Of an attached record the unit and the parents never change, so they are no field groups. */
const FIXED: ReadonlySet<string> = new Set(['orgId', 'line', 'createdAtMs', 'closedAtMs']);
const ATTACHED: ReadonlySet<string> = new Set(['activity', 'note', 'task']);
const PARENTS: ReadonlySet<string> = new Set(['dealId', 'contactId', 'companyId']);

function setsOf(of: string, id: string, fields: Value): readonly Effect[] {
  const groups = new Map<string, Record<string, unknown>>();
  const add = (group: string, field: string, value: unknown) =>
    void groups.set(group, { ...groups.get(group), [field]: value });
  for (const [field, value] of Object.entries(fields)) {
    if (FIXED.has(field) || (ATTACHED.has(of) && PARENTS.has(field))) continue;
    if (field === 'customFields')
      for (const [key, custom] of Object.entries(value as Value)) add(`custom:${key}`, key, custom);
    else add(GROUPS[of]?.[field] ?? field, field, value);
  }
  return [...groups].map(([group, value]) => ({ kind: 'set', of, id, group, value }));
}

const KIND_OF_TOPIC: Readonly<Record<string, string>> = {
  contacts: 'contact',
  companies: 'company',
  deals: 'deal',
  activities: 'activity',
  notes: 'note',
  tasks: 'task',
  pipelines: 'pipeline',
  preferences: 'preference',
};

/** The effects that a command's name and arguments promise. @param isNew whether a pipeline is saved for the first time */
export function effectsOf(name: string, args: Value, isNew = true): readonly Effect[] {
  const [topic = '', verb = ''] = name.split('.');
  const of = KIND_OF_TOPIC[topic] ?? topic;
  const { [`${of}Id`]: own, ...rest } = args;
  const id = String(own);
  switch (verb) {
    case 'create':
    case 'log':
      return [{ kind: 'created', of, id }, ...setsOf(of, id, rest)];
    case 'save':
      return [...(isNew ? [{ kind: 'created', of, id } as const] : []), ...setsOf(of, id, rest)];
    case 'set':
      // the first one makes the row, whichever laptop it comes from
      return setsOf(of, id, { value: rest['value'] });
    case 'edit':
      return setsOf(of, id, rest['set'] as Value);
    case 'reassign':
      return setsOf(of, id, { ownerId: rest['ownerId'] });
    case 'move':
      return [{ kind: 'set', of, id, group: 'unit', value: { orgId: rest['orgId'] } }];
    case 'moveStage':
      return setsOf(of, id, { stageId: rest['toStage'] });
    case 'complete':
    case 'reopen':
      return setsOf(of, id, { isDone: verb === 'complete' });
    case 'delete':
      return [{ kind: 'deleted', of, id }];
    case 'restore':
      return [{ kind: 'restored', of, id }];
    case 'importBatch':
      return (rest['rows'] as readonly Value[]).flatMap((row) => {
        const { [`${of}Id`]: rowId, ...fields } = row;
        return [{ kind: 'created', of, id: String(rowId) } as const, ...setsOf(of, String(rowId), fields)];
      });
    default:
      throw new Error(`The judge does not know what ${name} means.`);
  }
}

/** Whether the server answers before the change is shown (design.md, section 6). */
export const isShownAtOnce = (name: string): boolean => !/\.(delete|restore|reassign|move|save)$/.test(name);

/** Every text that a command types carries its number, so that it is found wherever it ends up. */
export const token = (command: number): string => `q${command}z`;
export const tokensIn = (text: string): readonly number[] =>
  // A word of its own: in a signed token three such letters mean nothing.
  [...text.matchAll(/(?<!\w)q(\d+)z(?!\w)/g)].map(([, number]) => Number(number));

/** Whether a value holds everything that was meant. Lists and long texts may hold more: they are merged. */
export function holds(has: Value | null | undefined, meant: Value): boolean {
  if (has === null || has === undefined) return false;
  return Object.entries(meant).every(([field, value]) => isSame(has[field] ?? null, value ?? null));
}

/** What a command itself added, where values are merged: its own token. */
export const holdsToken = (has: unknown, command: number): boolean =>
  JSON.stringify(has ?? null).includes(token(command));

export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a as Value, b as Value];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => isSame(one[key] ?? null, other[key] ?? null));
}
