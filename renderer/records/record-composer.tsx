import { useEffect, useRef } from 'react';
import { Composer, type ComposerKind } from '../parts/composer.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';
import { type ComposerDraft, EMPTY_DRAFT, kindOf, type RecordRefOf, writeOf, wrongIn } from './composer-draft.ts';
import { useComposerFocus } from './composer-focus.ts';
import { Guarded } from './guarded.tsx';
import { type SavedFormState, useSavedForm } from './use-saved-form.ts';
import { useSendLine } from './use-send-line.ts';
import { useWindowLetters } from './use-window-letters.ts';
import { EXAMPLE_ID } from './use-explain.ts';
import classes from './records.module.css';

export interface RecordComposerProps {
  readonly of: RecordRefOf;
  /** The record's unit; what is written lives there. */
  readonly orgId: string | null;
}

const WRONG = {
  minutes: 'composer.wrongMinutes',
  subject: 'composer.wrongSubject',
  text: 'composer.wrongText',
} as const;

/** The one place to write to a record. N, L, V, M, T choose the kind, Ctrl Enter saves, the text is kept as typed. */
export function RecordComposer({ of, orgId }: RecordComposerProps) {
  const { say } = useWords();
  const write = { name: 'notes.create', args: { noteId: EXAMPLE_ID, [`${of.kind}Id`]: of.id, body: 'x' } };
  return (
    <Guarded write={write} label={say('composer.blocked')}>
      <OpenComposer key={`${of.kind}:${of.id}`} of={of} orgId={orgId} />
    </Guarded>
  );
}

function OpenComposer({ of, orgId }: RecordComposerProps) {
  const form = useSavedForm<ComposerDraft>(`composer:${of.kind}:${of.id}`, EMPTY_DRAFT);
  const { say } = useWords();
  const { error, setError, send } = useSendLine(form);
  const text = useRef<HTMLTextAreaElement>(null);
  const isSentLater = useSessionState(({ sync }) => sync !== null && sync.connection !== 'online');
  const save = (): void => {
    const body = form.now();
    if (body.text.trim() === '') return;
    const wrong = wrongIn(body);
    if (wrong !== null) return setError(say(WRONG[wrong]));
    void send({ write: writeOf(body, of, orgId), done: say(`composer.done.${kindOf(body)}`) });
    text.current?.focus();
  };
  const onKind = (kind: ComposerKind): void => {
    setError(undefined);
    form.set({ kind });
  };
  useWishes((kind) => {
    onKind(kind);
    text.current?.focus();
    text.current?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <Composer
      kind={kindOf(form.body)}
      text={form.body.text}
      onKind={onKind}
      onText={(next) => form.set({ text: next })}
      onSave={save}
      isSentLater={isSentLater}
      fields={<KindFields form={form} />}
      textRef={text}
      {...(error === undefined ? {} : { error })}
    />
  );
}

/** Letters of the page, and buttons elsewhere that ask for the composer. */
function useWishes(take: (kind: ComposerKind) => void): void {
  useWindowLetters({
    n: () => take('note'),
    l: () => take('call'),
    v: () => take('meeting'),
    m: () => take('email'),
    t: () => take('task'),
  });
  const wish = useComposerFocus((state) => state.wish);
  const taken = useRef(wish?.n);
  useEffect(() => {
    if (wish === null || wish.n === taken.current) return;
    taken.current = wish.n;
    take(wish.kind);
  }, [wish, take]);
}

function KindFields({ form: { body, set } }: { readonly form: SavedFormState<ComposerDraft> }) {
  const { say } = useWords();
  const kind = kindOf(body);
  if (kind === 'note') return null;
  if (kind === 'task') {
    return (
      <label className={classes.inlineLabel}>
        {say('composer.due')}
        <TextInput type="date" value={body.dueOn} onText={(dueOn) => set({ dueOn })} className={classes.day} />
      </label>
    );
  }
  return (
    <>
      {kind !== 'call' && (
        <TextInput
          value={body.subject}
          onText={(subject) => set({ subject })}
          aria-label={say('composer.subject')}
          placeholder={say('composer.subject')}
          className={classes.subject}
        />
      )}
      {kind !== 'email' && (
        <label className={classes.inlineLabel}>
          <TextInput
            inputMode="numeric"
            value={body.minutes}
            onText={(minutes) => set({ minutes })}
            className={classes.minutes}
          />
          {say('composer.minutes')}
        </label>
      )}
    </>
  );
}
