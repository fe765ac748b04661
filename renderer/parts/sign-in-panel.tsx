import { IconBriefcase2, IconCloudUp, IconShieldLock } from '@tabler/icons-react';
import type { FormEvent } from 'react';

import { useWords } from '../words/words-context.ts';
import { Button } from './button.tsx';
import { FormField } from './form-field.tsx';
import { Note } from './note.tsx';
import { TextInput } from './text-input.tsx';
import classes from './sign-in-panel.module.css';

export interface SignInPanelProps {
  readonly tenant?: string;
  readonly email: string;
  readonly onEmail: (email: string) => void;
  readonly onContinue: () => void;
  /** The browser is open and its answer is awaited. */
  readonly isWaiting?: boolean;
  readonly onCancel?: () => void;
  readonly error?: string;
  /** Where the key of this laptop lives: "Windows Credential Manager". */
  readonly keyPlace: string;
  /** Work of the person who was here before: named, counted and safe. */
  readonly unsent?: { readonly count: number; readonly name: string };
}

export function SignInPanel(props: SignInPanelProps) {
  const { tenant, email, onEmail, onContinue, isWaiting = false, onCancel, error, keyPlace, unsent } = props;
  const { say } = useWords();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isWaiting) onContinue();
  };
  return (
    <div className={classes.page}>
      <form className={classes.panel} onSubmit={onSubmit} noValidate>
        <span className={classes.mark} aria-hidden="true">
          <IconBriefcase2 size={20} stroke={1.7} />
        </span>
        <div>
          <h1 className={classes.title}>{say('signIn.title')}</h1>
          <p className={classes.lead}>
            {tenant === undefined ? say('signIn.plain') : say('signIn.withTenant', { tenant })}
          </p>
        </div>
        <FormField label={say('signIn.email')} {...(error === undefined ? {} : { error })}>
          {(links) => (
            <TextInput {...links} size="md" type="email" autoComplete="username" value={email} onText={onEmail} />
          )}
        </FormField>
        {isWaiting ? (
          <div className={classes.waiting}>
            <span role="status">{say('signIn.waiting')}</span>
            <Button variant="subtle" label={say('signIn.cancel')} onClick={onCancel} />
          </div>
        ) : (
          <Button type="submit" variant="filled" size="md" isFullWidth label={say('signIn.continue')} keys="Enter" />
        )}
        <Note icon={IconShieldLock}>{say('signIn.encrypted', { place: keyPlace })}</Note>
        {unsent && (
          <Note tone="wait" icon={IconCloudUp}>
            <b>{say('signIn.unsentStrong', { count: unsent.count })}</b> {say('signIn.unsentRest', unsent)}
          </Note>
        )}
      </form>
    </div>
  );
}
