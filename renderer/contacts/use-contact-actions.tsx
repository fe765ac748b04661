import { IconBan, IconBuilding, IconCopy, IconMail, IconTrash } from '@tabler/icons-react';
import type { ContactDetail } from '../../main/contract/contacts.ts';
import { useGo } from '../app/use-go.ts';
import { useMutate } from '../app/use-mutate.ts';
import type { MenuAction } from '../records/action-menu.tsx';
import { askComposer } from '../records/composer-focus.ts';
import { copyText } from '../records/copy-text.ts';
import { errorText, refusalText } from '../records/refusal.ts';
import { isBlocked, isDraft, useExplain } from '../records/use-explain.ts';
import { showToast } from '../state/toast-state.ts';
import { useWords } from '../words/words-context.ts';
import { contactName } from './contact-name.ts';

/** Hands a number to the system's telephone; the page itself stays. */
function dial(phone: string): void {
  const link = document.createElement('a');
  link.href = `tel:${phone.replaceAll(/[^\d+]/g, '')}`;
  link.target = '_blank';
  link.rel = 'noopener';
  link.click();
}

export interface ContactActions {
  readonly call: () => void;
  readonly copy: (what: 'phone' | 'email') => Promise<void>;
  /** The phone, or the e-mail where there is no phone. */
  readonly copyAny: () => Promise<void>;
  readonly menu: readonly MenuAction[];
  readonly copyMenu: readonly MenuAction[];
}

/** What can be done with a contact beside editing it. */
export function useContactActions({ contact }: ContactDetail): ContactActions {
  const words = useWords();
  const { say } = words;
  const go = useGo();
  const mutate = useMutate();
  const name = contactName(contact, say);
  const remove = { name: 'contacts.delete', args: { contactId: contact.id } };
  const mark = { name: 'contacts.edit', args: { contactId: contact.id, set: { doNotContact: !contact.doNotContact } } };
  const mayRemove = useExplain(contact.isDeleted ? null : remove);
  const mayMark = useExplain(contact.isDeleted ? null : mark);

  const run = async (write: typeof remove | typeof mark, done: string): Promise<boolean> => {
    try {
      const result = await mutate(write, done);
      if (result.status === 'refused') showToast({ text: refusalText(result.code, words) });
      return result.status !== 'refused' && result.status !== 'held';
    } catch (error) {
      showToast({ text: errorText(error, words) });
      return false;
    }
  };
  const copy = async (what: 'phone' | 'email'): Promise<void> => {
    const text = contact[what];
    if (text === null) {
      showToast({ text: say('record.nothingToCopy') });
      return;
    }
    const isCopied = await copyText(text);
    const label = say(what === 'phone' ? 'contacts.phone' : 'contacts.email');
    showToast({ text: isCopied ? say('record.copied', { what: label }) : say('record.copyFailed') });
  };
  const note = (explanation: typeof mayRemove) => {
    if (isBlocked(explanation)) return { isBlocked: true, note: refusalText(explanation?.code ?? undefined, words) };
    return isDraft(explanation) ? { note: explanation?.message ?? '' } : {};
  };
  const copyMenu: readonly MenuAction[] = [
    {
      key: 'phone',
      label: say('contacts.copyPhone'),
      icon: IconCopy,
      keys: 'Y',
      note: contact.phone ?? say('field.none'),
      isBlocked: contact.phone === null,
      onRun: () => void copy('phone'),
    },
    {
      key: 'email',
      label: say('contacts.copyEmail'),
      icon: IconMail,
      keys: 'Shift+Y',
      note: contact.email ?? say('field.none'),
      isBlocked: contact.email === null,
      onRun: () => void copy('email'),
    },
  ];
  return {
    call() {
      askComposer('call');
      if (contact.phone !== null) dial(contact.phone);
    },
    copy,
    copyAny: () => copy(contact.phone === null ? 'email' : 'phone'),
    copyMenu,
    menu: contact.isDeleted
      ? []
      : [
          ...(contact.companyId === null
            ? []
            : [
                {
                  key: 'company',
                  label: say('contacts.openCompany'),
                  icon: IconBuilding,
                  onRun: () => go(`/companies/${contact.companyId}`),
                },
              ]),
          {
            key: 'mark',
            label: say(contact.doNotContact ? 'contacts.clearDoNotContact' : 'contacts.markDoNotContact'),
            icon: IconBan,
            ...note(mayMark),
            onRun: () => void run(mark, say('record.fieldChanged', { label: say('label.doNotContact') })),
          },
          {
            key: 'delete',
            label: say('record.delete'),
            icon: IconTrash,
            ...note(mayRemove),
            onRun: () => void run(remove, say('record.deleted', { name })).then((isGone) => isGone && go('/contacts')),
          },
        ],
  };
}
