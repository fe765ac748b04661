import { IconArrowsMaximize, IconArrowsMinimize, IconCopy, IconDots, IconMail, IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import type { ContactDetail } from '../../main/contract/contacts.ts';
import { useGo } from '../app/use-go.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { Column, Columns, Stack } from '../parts/column.tsx';
import { DetailPane } from '../parts/detail-pane.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Tag } from '../parts/tag.tsx';
import { TextLink } from '../parts/text-link.tsx';
import { ActionMenu } from '../records/action-menu.tsx';
import { askComposer } from '../records/composer-focus.ts';
import { DeletedNote } from '../records/deleted-note.tsx';
import { NeedsYou } from '../records/needs-you.tsx';
import { NextTasks } from '../records/next-tasks.tsx';
import { type PendingChanges, usePendingChanges } from '../records/pending-fields.ts';
import { RecordComposer } from '../records/record-composer.tsx';
import { RecordDeals } from '../records/record-deals.tsx';
import { RecordTimeline } from '../records/record-timeline.tsx';
import { useActionsKey } from '../records/use-actions-key.ts';
import { useWindowLetters } from '../records/use-window-letters.ts';
import { useWords } from '../words/words-context.ts';
import { ContactFields } from './contact-fields.tsx';
import { contactName } from './contact-name.ts';
import { type ContactActions, useContactActions } from './use-contact-actions.tsx';

export interface ContactViewProps {
  readonly detail: ContactDetail;
  /** Fills the page instead of standing beside the list. */
  readonly isPage: boolean;
  /** Null where there is room for one of the two only. */
  readonly onToggleSize: (() => void) | null;
}

/** A contact with everything about it: beside the list, or as a page. */
export function ContactView({ detail, isPage, onToggleSize }: ContactViewProps) {
  const { contact } = detail;
  const actions = useContactActions(detail);
  const pending = usePendingChanges(contact.id, detail.pendingMutationIds);
  useWindowLetters({
    p: () => actions.call(),
    y: (event) => void (event.shiftKey ? actions.copy('email') : actions.copyAny()),
  });
  const View = isPage ? AsPage : AsPane;
  return <View detail={detail} actions={actions} pending={pending} onToggleSize={onToggleSize} />;
}

interface PartsProps {
  readonly detail: ContactDetail;
  readonly actions: ContactActions;
  readonly pending: PendingChanges;
  readonly onToggleSize: (() => void) | null;
}

function AsPane({ detail, actions, pending, onToggleSize }: PartsProps) {
  const { say } = useWords();
  const go = useGo();
  const { contact } = detail;
  const name = contactName(contact, say);
  return (
    <DetailPane
      label={say('contacts.pane')}
      lead={<Avatar name={name} isLarge />}
      title={name}
      meta={<Meta detail={detail} />}
      tools={<Tools actions={actions} onToggleSize={onToggleSize} isPage={false} />}
      actions={<Reach detail={detail} actions={actions} />}
      onClose={() => go('/contacts')}
    >
      <Stack gap={12}>
        <Notes detail={detail} pending={pending} />
        <ContactFields detail={detail} pending={pending} />
        <RecordDeals deals={detail.deals} />
        {!contact.isDeleted && <RecordComposer of={{ kind: 'contact', id: contact.id }} orgId={contact.orgId} />}
        <NextTasks of={{ kind: 'contact', id: contact.id }} />
        <RecordTimeline of={{ kind: 'contact', id: contact.id }} />
      </Stack>
    </DetailPane>
  );
}

function AsPage({ detail, actions, pending, onToggleSize }: PartsProps) {
  const { say } = useWords();
  const { contact } = detail;
  const name = contactName(contact, say);
  const of = { kind: 'contact', id: contact.id } as const;
  return (
    <Column width="grow">
      <PageHead
        variant="read"
        lead={<Avatar name={name} isLarge />}
        title={name}
        meta={<Meta detail={detail} />}
        actions={
          <>
            <Reach detail={detail} actions={actions} />
            <Tools actions={actions} onToggleSize={onToggleSize} isPage />
          </>
        }
      />
      <Columns>
        <Column width="grow" isScrolling isPadded>
          <Stack gap={12}>
            <Notes detail={detail} pending={pending} />
            {!contact.isDeleted && <RecordComposer of={of} orgId={contact.orgId} />}
            <RecordTimeline of={of} hasDays />
          </Stack>
        </Column>
        <Column width="side" isScrolling isPadded label={say('pane.label')}>
          <Stack gap={12}>
            <ContactFields detail={detail} pending={pending} />
            <RecordDeals deals={detail.deals} isTwoLine />
            <NextTasks of={of} />
          </Stack>
        </Column>
      </Columns>
    </Column>
  );
}

function Meta({ detail: { contact, companyName } }: { readonly detail: ContactDetail }) {
  const { say } = useWords();
  const role = contact.jobTitle ?? '';
  if (contact.companyId === null || companyName === null) return <span>{role || companyName}</span>;
  return (
    <>
      {role !== '' && <span>{say('contacts.atCompany', { role })}</span>}
      <TextLink href={`#/companies/${contact.companyId}`}>{companyName}</TextLink>
    </>
  );
}

function Notes({ detail: { contact }, pending }: Pick<PartsProps, 'detail' | 'pending'>) {
  const { say } = useWords();
  if (!contact.isDeleted && !contact.doNotContact && pending.parked.length === 0) return null;
  return (
    <Stack gap={8}>
      {contact.isDeleted && (
        <DeletedNote
          name={contactName(contact, say)}
          restore={{ name: 'contacts.restore', args: { contactId: contact.id } }}
        />
      )}
      <NeedsYou parked={pending.parked} />
      {contact.doNotContact && (
        <div>
          <Tag tone="wait">{say('contacts.doNotContact')}</Tag>
        </div>
      )}
    </Stack>
  );
}

/** Ways to reach the person, each with its key. */
function Reach({ detail: { contact }, actions }: Pick<PartsProps, 'detail' | 'actions'>) {
  const { say } = useWords();
  if (contact.isDeleted) return null;
  return (
    <>
      <Button icon={IconPhone} label={say('contacts.call')} keys="P" onClick={actions.call} />
      <Button icon={IconMail} label={say('contacts.email')} keys="M" onClick={() => askComposer('email')} />
      <ActionMenu
        label={say('contacts.copy')}
        position="bottom-start"
        target={<Button variant="subtle" icon={IconCopy} label={say('contacts.copy')} keys="Y" />}
        actions={actions.copyMenu}
      />
    </>
  );
}

interface ToolsProps extends Pick<PartsProps, 'actions' | 'onToggleSize'> {
  readonly isPage: boolean;
}

function Tools({ actions, onToggleSize, isPage }: ToolsProps) {
  const { say } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  useActionsKey(() => setIsOpen(true));
  const Size = isPage ? IconArrowsMinimize : IconArrowsMaximize;
  return (
    <>
      {onToggleSize && (
        <IconButton icon={Size} label={say(isPage ? 'contacts.asPane' : 'pane.widen')} onClick={onToggleSize} />
      )}
      {actions.menu.length > 0 && (
        <ActionMenu
          label={say('pane.more')}
          isOpen={isOpen}
          onOpenChange={setIsOpen}
          target={<IconButton icon={IconDots} label={say('pane.more')} keys="Mod+." />}
          actions={actions.menu}
        />
      )}
    </>
  );
}
