import { IconPlus } from '@tabler/icons-react';
import type { CompanyDetail } from '../../main/contract/companies.ts';
import { useGo } from '../app/use-go.ts';
import { contactName } from '../contacts/contact-name.ts';
import { useContactsList } from '../contacts/contacts-list-state.ts';
import { Avatar } from '../parts/avatar.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { ListRow } from '../parts/list-row.tsx';
import { Mark } from '../parts/mark.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { markOf } from '../records/mark-of.ts';
import { NoneSoFar } from '../records/empty-so-far.tsx';
import { askForNew } from '../state/new-record-state.ts';
import { useWords } from '../words/words-context.ts';
import classes from '../records/records.module.css';

/** As many as the engine gives with a company. */
const MOST = 200;

/** The company's contacts by name. */
export function CompanyPeople({ company, contacts }: CompanyDetail) {
  const words = useWords();
  const { say } = words;
  const go = useGo();
  const add = (): void => {
    useContactsList.setState({ newAt: { id: company.id, name: company.name } });
    go('/contacts');
    askForNew('contact');
  };
  const action = company.isDeleted
    ? {}
    : { action: <IconButton size="xs" icon={IconPlus} label={say('companies.addPerson')} onClick={add} /> };
  return (
    <div>
      <SectionHead title={say('companies.people')} meta={words.number(contacts.length)} {...action} />
      {contacts.length === 0 && <NoneSoFar text={say('companies.noPeople')} />}
      <ul>
        {contacts.map((contact) => {
          const name = contactName(contact, say);
          const mark = markOf(contact.pending);
          return (
            <ListRow
              key={contact.id}
              lead={<Avatar name={name} />}
              title={
                <>
                  {name} {mark && <Mark kind={mark} />}
                </>
              }
              second={contact.jobTitle ?? say('field.none')}
              onOpen={() => go(`/contacts/${contact.id}`)}
            />
          );
        })}
      </ul>
      {contacts.length >= MOST && <p className={classes.quiet}>{say('companies.morePeople')}</p>}
    </div>
  );
}
