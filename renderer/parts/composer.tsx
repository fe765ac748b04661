import {
  IconCalendarEvent,
  IconCircleCheck,
  IconMail,
  IconMapPin,
  IconNote,
  IconPhone,
  type TablerIcon,
} from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, type Ref, useId } from 'react';

import { useWords } from '../words/words-context.ts';
import { Button } from './button.tsx';
import classes from './composer.module.css';

export type ComposerKind = 'note' | 'call' | 'meeting' | 'visit' | 'email' | 'task';

const TABS: readonly { readonly kind: ComposerKind; readonly icon: TablerIcon }[] = [
  { kind: 'note', icon: IconNote },
  { kind: 'call', icon: IconPhone },
  { kind: 'meeting', icon: IconCalendarEvent },
  { kind: 'visit', icon: IconMapPin },
  { kind: 'email', icon: IconMail },
  { kind: 'task', icon: IconCircleCheck },
];

export interface ComposerProps {
  readonly kind: ComposerKind;
  readonly text: string;
  readonly onKind: (kind: ComposerKind) => void;
  /** Called at every keystroke: the text is kept as it is typed. */
  readonly onText: (text: string) => void;
  /** Ctrl Enter or the button; not called while there is nothing but spaces. */
  readonly onSave: () => void;
  /** Nothing can be sent now: the line under the text says so. */
  readonly isSentLater?: boolean;
  /** Fields of the kind, for example how long, with whom, due when. */
  readonly fields?: ReactNode;
  /** A reason in words, when the last save was refused; the text stays. */
  readonly error?: string;
  readonly textRef?: Ref<HTMLTextAreaElement>;
}

function Tabs({ kind, panelId, onKind }: { readonly panelId: string } & Pick<ComposerProps, 'kind' | 'onKind'>) {
  const { say } = useWords();
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const here = TABS.findIndex((tab) => tab.kind === kind);
    const next = TABS[(here + step + TABS.length) % TABS.length];
    if (next === undefined) return;
    onKind(next.kind);
    event.currentTarget.querySelector<HTMLElement>(`[data-kind="${next.kind}"]`)?.focus();
  };
  return (
    <div role="tablist" aria-label={say('composer.label')} className={classes.tabs} onKeyDown={onKeyDown}>
      {TABS.map(({ kind: tab, icon: Icon }) => (
        <button
          key={tab}
          type="button"
          role="tab"
          className={classes.tab}
          data-kind={tab}
          aria-selected={tab === kind}
          aria-controls={panelId}
          tabIndex={tab === kind ? 0 : -1}
          onClick={() => onKind(tab)}
        >
          <Icon size={14} stroke={1.9} aria-hidden="true" />
          {say(`composer.${tab}`)}
        </button>
      ))}
    </div>
  );
}

/** The one place to write to a record; never a dialog. */
export function Composer(props: ComposerProps) {
  const { kind, text, onKind, onText, onSave, isSentLater = false, fields, error, textRef } = props;
  const { say } = useWords();
  const panelId = useId();
  const footId = useId();
  const isEmpty = text.trim() === '';
  const save = (): void => {
    if (!isEmpty) onSave();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
  const kept = say(isSentLater ? 'composer.keptSentLater' : 'composer.kept');
  return (
    <div className={classes.composer} onKeyDown={onKeyDown}>
      <Tabs kind={kind} panelId={panelId} onKind={onKind} />
      <div role="tabpanel" id={panelId} aria-label={say(`composer.${kind}`)}>
        <textarea
          ref={textRef}
          className={classes.text}
          aria-label={say(`composer.${kind}`)}
          aria-describedby={footId}
          aria-invalid={error !== undefined}
          placeholder={say(`composer.placeholder.${kind}`)}
          rows={1}
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
        />
        {fields !== undefined && <div className={classes.fields}>{fields}</div>}
      </div>
      <div className={classes.foot}>
        <span id={footId} className={classes.kept} data-wrong={error !== undefined || undefined}>
          {error ?? kept}
        </span>
        <Button
          size="xs"
          variant={isEmpty ? 'default' : 'filled'}
          label={say('composer.save')}
          keys="Mod+Enter"
          onClick={save}
        />
      </div>
    </div>
  );
}
