import type { z } from 'zod';
import type { Kind } from '../../../sync/model/kinds/all-kinds.ts';
import { ConsoleMistake, type ConsoleContext } from './console-context.ts';
import { findRecord } from './find-record.ts';
import { readValue } from './read-values.ts';

interface Given {
  readonly shape: Readonly<Record<string, z.ZodType>>;
  readonly pairs: ReadonlyMap<string, string>;
}

const RECORD_FIELDS: Readonly<Record<string, readonly [field: string, kind: Kind]>> = {
  contact: ['contactId', 'contact'],
  company: ['companyId', 'company'],
  deal: ['dealId', 'deal'],
  parent: ['parentCompanyId', 'company'],
};
const PERSON_FIELDS: Readonly<Record<string, string>> = { owner: 'ownerId', assignee: 'assigneeId' };
/** Short names that a person would type. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  first: 'firstName',
  last: 'lastName',
  job: 'jobTitle',
  due: 'dueAtMs',
  remind: 'remindAtMs',
  at: 'occurredAtMs',
  minutes: 'durationMin',
  close: 'expectedCloseOn',
  stage: 'stageId',
  text: 'body',
  reason: 'lostReason',
  next: 'nextStep',
};

/**
 * Arguments from `field=value`: names of fields, short names, `contact=`, `company=`, `deal=`, `on=` with a record,
 * `owner=` with a person, `value=` in whole currency, `custom.key=`.
 * @throws ConsoleMistake for a field that the change does not take
 */
export async function readFields(context: ConsoleContext, { shape, pairs }: Given): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  for (const [name, text] of pairs) {
    if (name.startsWith('custom.'))
      custom[name.slice('custom.'.length)] = text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    else Object.assign(fields, await readField(context, shape, name, text));
  }
  return Object.keys(custom).length > 0 ? { ...fields, customFields: custom } : fields;
}

async function readField(context: ConsoleContext, shape: Given['shape'], name: string, text: string): Promise<object> {
  if (name === 'on') {
    const { kind, id } = await findRecord(context, text, ['contact', 'company', 'deal']);
    return { [`${kind}Id`]: id };
  }
  if (name === 'value' && shape['valueMinor'])
    return { valueMinor: Math.round(Number(text.replaceAll(',', '')) * 100) };
  const [recordField, kind] = RECORD_FIELDS[name] ?? [];
  if (recordField && kind && shape[recordField])
    return { [recordField]: text === '' ? null : (await findRecord(context, text, [kind])).id };
  const personField = PERSON_FIELDS[name];
  if (personField && shape[personField]) return { [personField]: text === '' ? null : personId(context, text) };
  const field = shape[name] ? name : (SHORT_NAMES[name] ?? name);
  const schema = shape[field];
  if (schema) return { [field]: readValue(field, schema, text) };
  throw new ConsoleMistake(`There is no field "${name}" here. Fields: ${Object.keys(shape).join(', ')}.`);
}

/** `me`, an account's e-mail or role, or an id. */
function personId({ engine, accounts }: ConsoleContext, text: string): string {
  const session = engine.appContext.sessionStatus();
  if (text === 'me' && session.kind === 'signed-in') return session.employeeId;
  const account = accounts.find(({ email, role }) => email.startsWith(text) || role === text);
  return account?.employeeId ?? text;
}
