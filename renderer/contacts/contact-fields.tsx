import type { ContactDetail } from '../../main/contract/contacts.ts';
import { useNow } from '../app/use-now.ts';
import { FieldList, FieldRow } from '../parts/field-list.tsx';
import { EditableField } from '../records/editable-field.tsx';
import { customFieldsOf, type FieldSpec, lineField, MAX_LINE, tagsField, textOf } from '../records/field-spec.ts';
import { OwnerField } from '../records/owner-field.tsx';
import { UnitField } from '../records/unit-field.tsx';
import type { PendingChanges } from '../records/pending-fields.ts';
import { RecordField } from '../records/record-field.tsx';
import { isBlocked, useExplain } from '../records/use-explain.ts';
import { useSaveRecord } from '../records/use-save-record.ts';
import { useWords } from '../words/words-context.ts';
import { calendarDaysBetween } from '../words/format-time.ts';
import type { Words } from '../words/create-words.ts';
import { contactName } from './contact-name.ts';
import classes from '../records/records.module.css';

type Contact = ContactDetail['contact'];

/** Phones and e-mails beside the first one keep the label that people gave them. */
function labelledFields(contact: Contact): readonly FieldSpec<Contact>[] {
  const others = [
    ...contact.otherPhones.map((each, at) => ({ ...each, at, field: 'otherPhones', kind: 'phone' }) as const),
    ...contact.otherEmails.map((each, at) => ({ ...each, at, field: 'otherEmails', kind: 'email' }) as const),
  ];
  return others.map(({ label, value, at, field, kind }) => ({
    key: `${field}:${at}`,
    label: label === '' ? `label.${field}` : { text: label.charAt(0).toUpperCase() + label.slice(1) },
    fields: [field],
    read: () => ({ kind, text: value }),
    write(next, { [field]: all }) {
      const text = textOf(next);
      if (text.length > MAX_LINE) return { wrong: 'wrong.tooLong' };
      const kept = all.map((each, place) => (place === at ? { ...each, value: text } : each));
      return { [field]: kept.filter((each) => each.value !== '') };
    },
  }));
}

const nameField = (key: 'firstName' | 'lastName'): FieldSpec<Contact> => ({
  ...lineField(key, `label.${key}`),
  read: (contact) => ({ kind: 'text', text: contact[key] }),
  write: (value) => (textOf(value).length > MAX_LINE ? { wrong: 'wrong.tooLong' } : { [key]: textOf(value) }),
});

const REACH: readonly FieldSpec<Contact>[] = [
  lineField('phone', 'label.phone', 'phone'),
  lineField('email', 'label.email', 'email'),
];
const ROLE: readonly FieldSpec<Contact>[] = [lineField('jobTitle', 'label.jobTitle')];
const REST: readonly FieldSpec<Contact>[] = [lineField('source', 'label.source'), tagsField];

/** "Today 09:49", "12 Nov" */
function lastContactWords(atMs: number, nowMs: number, words: Words): string {
  if (calendarDaysBetween(atMs, nowMs, words) <= 0) return `${words.say('list.today')} ${words.clock(atMs)}`;
  return words.day(atMs, nowMs);
}

export interface ContactFieldsProps {
  readonly detail: ContactDetail;
  readonly pending: PendingChanges;
}

/** The contact's values; each is edited in place where the user's role allows it. */
export function ContactFields({ detail, pending }: ContactFieldsProps) {
  const words = useWords();
  const { say } = words;
  const nowMs = useNow(60_000);
  const { contact, companyName, lastActivityAtMs } = detail;
  const save = useSaveRecord({ resource: 'contacts', idArg: 'contactId', id: contact.id });
  const example = { name: 'contacts.edit', args: { contactId: contact.id, set: { jobTitle: contact.jobTitle } } };
  const explanation = useExplain(contact.isDeleted ? null : example);
  const canEdit = explanation !== undefined && !isBlocked(explanation);
  const { marks } = pending;
  const fields = (specs: readonly FieldSpec<Contact>[]) =>
    specs.map((spec) => (
      <EditableField key={spec.key} spec={spec} record={contact} marks={marks} save={canEdit ? save : null} />
    ));
  const custom = customFieldsOf(contact, [say('value.yes'), say('value.no')]) as readonly FieldSpec<Contact>[];
  return (
    <FieldList label={say('record.fieldsOf', { name: contactName(contact, say) })}>
      {fields([...REACH, ...labelledFields(contact), ...ROLE])}
      <RecordField
        label={say('label.company')}
        kind="company"
        value={contact.companyId === null ? null : { id: contact.companyId, name: companyName ?? say('value.notHere') }}
        mark={marks.get('companyId')}
        onSave={canEdit ? (picked) => save({ companyId: picked?.id ?? null }, say('label.company')) : null}
      />
      <OwnerField
        resource="contacts"
        idArg="contactId"
        id={contact.id}
        ownerId={contact.ownerId}
        mark={marks.get('ownerId')}
        isReadOnly={contact.isDeleted}
      />
      <UnitField
        resource="contacts"
        idArg="contactId"
        id={contact.id}
        orgId={contact.orgId}
        mark={marks.get('orgId')}
        isReadOnly={contact.isDeleted}
      />
      <FieldRow label={say('label.lastContact')}>
        {lastActivityAtMs === null ? (
          <span className={classes.quiet}>{say('field.none')}</span>
        ) : (
          lastContactWords(lastActivityAtMs, nowMs, words)
        )}
      </FieldRow>
      {fields([...REST, ...custom, nameField('firstName'), nameField('lastName')])}
    </FieldList>
  );
}
