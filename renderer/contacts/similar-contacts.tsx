import type { SimilarContact } from '../../main/contract/contacts.ts';
import { useGo } from '../app/use-go.ts';
import { useRead } from '../app/use-read.ts';
import { Button } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { useWords } from '../words/words-context.ts';
import type { NewContact } from './new-contact.ts';
import classes from '../records/records.module.css';

/** Contacts that look like the one being typed; asked at every key, answered from the indexes. */
export function useSimilar({ email, phone, firstName, lastName }: NewContact): readonly SimilarContact[] {
  const cut = (text: string): string => text.trim().slice(0, 200);
  const digits = phone.replaceAll(/\D/g, '').length;
  const asked = {
    ...(email.includes('@') ? { email: cut(email) } : {}),
    ...(digits >= 7 ? { phone: cut(phone) } : {}),
    ...(firstName.trim() !== '' && lastName.trim() !== ''
      ? { firstName: cut(firstName), lastName: cut(lastName) }
      : {}),
  };
  const isAsked = Object.keys(asked).length > 0;
  const { data } = useRead(
    ['contacts', 'similar', JSON.stringify(asked)],
    ['contact'],
    (client) => client.contacts.similar(asked),
    { isEnabled: isAsked },
  );
  return isAsked ? (data ?? []) : [];
}

/** Who it may be already, with a way to look. */
export function SimilarNote({ found }: { readonly found: readonly SimilarContact[] }) {
  const { say } = useWords();
  const go = useGo();
  const [first] = found;
  if (first === undefined) return null;
  const words = say(`contacts.similar.${first.why}`, { name: first.title });
  return (
    <Note tone="wait">
      {first.companyName === null ? words : say('contacts.similarAt', { words, company: first.companyName })}
      <span className={classes.noteActions}>
        <Button size="xs" label={say('contacts.openSimilar')} onClick={() => go(`/contacts/${first.contactId}`)} />
      </span>
    </Note>
  );
}
