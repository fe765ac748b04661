import { useEffect, useState } from 'react';
import { ChoiceList } from '../parts/choice-list.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FormField } from '../parts/form-field.tsx';
import { TextArea, TextInput } from '../parts/text-input.tsx';
import { MAX_LINE } from '../records/field-spec.ts';
import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';

interface LostAnswer {
  readonly reason: string;
  readonly note?: string;
}

/** The dialog comes and goes with its deal, so it gives the focus back itself. */
function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement) setTimeout(() => before.isConnected && before.focus());
    },
    [before],
  );
}

export interface LostDialogProps {
  readonly title: string;
  /** "Brandt Logistik, 64,000 €" */
  readonly deal: string;
  readonly reasons: readonly string[];
  readonly onLost: (answer: LostAnswer) => void;
  readonly onCancel: () => void;
}

/** A lost deal says why: one of the pipeline's reasons by its number key, or words of one's own where it has none. */
export function LostDialog({ title, deal, reasons, onLost, onCancel }: LostDialogProps) {
  const { say } = useWords();
  const isSentLater = useSessionState(({ sync }) => sync !== null && sync.connection !== 'online');
  const [reason, setReason] = useState('');
  const [lostTo, setLostTo] = useState('');
  const [note, setNote] = useState('');
  useFocusBack();
  const confirm = (): void => {
    const to = lostTo.trim();
    const body = [to === '' ? '' : say('deal.lost.toNote', { name: to }), note.trim()].filter(Boolean).join('\n\n');
    onLost({ reason: reason.trim(), ...(body === '' ? {} : { note: body }) });
  };
  return (
    <Dialog
      isOpen
      title={say('deal.lost.title', { title })}
      sentence={say('deal.lost.sentence', { deal })}
      {...(isSentLater ? { note: say('deal.lost.later') } : {})}
      confirmLabel={say('deal.lost.confirm')}
      canConfirm={reason.trim() !== ''}
      onDigit={(digit) => setReason(reasons[digit - 1] ?? reason)}
      onConfirm={confirm}
      onCancel={onCancel}
    >
      {reasons.length > 0 ? (
        <ChoiceList
          label={say('deal.lost.reason')}
          hasDigits
          choices={reasons.map((each) => ({ value: each, label: each }))}
          value={reason}
          onChange={setReason}
        />
      ) : (
        <FormField label={say('deal.lost.ownReason')}>
          {(links) => <TextInput {...links} maxLength={MAX_LINE} value={reason} onText={setReason} />}
        </FormField>
      )}
      <FormField label={say('deal.lost.to')}>
        {(links) => <TextInput {...links} maxLength={MAX_LINE} autoComplete="off" value={lostTo} onText={setLostTo} />}
      </FormField>
      <FormField label={say('deal.lost.note')}>
        {(links) => <TextArea {...links} maxLength={10_000} value={note} onText={setNote} />}
      </FormField>
    </Dialog>
  );
}
