import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import { useGo } from '../app/use-go.ts';
import { Columns } from '../parts/column.tsx';
import { NotHere } from '../records/not-here.tsx';
import { useNewRequest } from '../state/new-record-state.ts';
import { ContactView } from './contact-view.tsx';
import { ContactsList } from './contacts-list.tsx';
import { useContactsList } from './contacts-list-state.ts';
import { NewContactPane } from './new-contact-pane.tsx';
import { useContact } from './use-contact.ts';

export interface ContactsScreenProps {
  readonly contactId?: string;
}

/** Below this there is room for the list or for the record, not for both. */
const NARROW = '(max-width: 899px)';

/** The contacts of the user's units, with one of them open beside the list or as a page of its own. */
export function ContactsScreen({ contactId }: ContactsScreenProps) {
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false }) === true;
  const [isWide, setIsWide] = useState(false);
  const [isCreating, setIsCreating] = useState(false);
  const go = useGo();
  const create = useCallback(() => {
    setIsWide(false);
    setIsCreating(true);
  }, []);
  useNewRequest('contact', create);
  const stop = (): void => {
    useContactsList.setState({ newAt: null });
    setIsCreating(false);
    if (contactId !== undefined) go('/contacts');
  };
  const isOpen = contactId !== undefined && !isCreating;
  const isPage = isOpen && (isWide || isNarrow);
  return (
    <Columns>
      {!isPage && (
        <ContactsList
          currentId={isOpen ? contactId : undefined}
          hasPane={isOpen || isCreating}
          isCreating={isCreating}
          onCreate={create}
        />
      )}
      {isCreating && <NewContactPane onClose={stop} />}
      {isOpen && (
        <OpenContact contactId={contactId} isPage={isPage} onToggleSize={isNarrow ? null : () => setIsWide(!isWide)} />
      )}
    </Columns>
  );
}

interface OpenContactProps {
  readonly contactId: string;
  readonly isPage: boolean;
  readonly onToggleSize: (() => void) | null;
}

function OpenContact({ contactId, isPage, onToggleSize }: OpenContactProps) {
  const read = useContact(contactId);
  if (read.kind === 'none') return <NotHere listPath="/contacts" />;
  if (read.kind === 'reading') return null;
  return (
    <ContactView
      key={`${read.detail.contact.id} ${isPage}`}
      detail={read.detail}
      isPage={isPage}
      onToggleSize={onToggleSize}
    />
  );
}
