import { Modal } from '@mantine/core';
import { IconX } from '@tabler/icons-react';

import { useWords } from '../words/words-context.ts';
import { IconButton } from './icon-button.tsx';
import { Keycap } from './keycap.tsx';
import { Note } from './note.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';
import classes from './key-sheet.module.css';

export interface KeyGroup {
  readonly title: string;
  readonly rows: readonly { readonly keys: readonly string[]; readonly label: string }[];
}

export interface KeySheetProps {
  readonly isOpen: boolean;
  readonly groups: readonly KeyGroup[];
  readonly areLettersOn: boolean;
  readonly onClose: () => void;
}

/** `?`: every key, grouped by where it works. */
export function KeySheet({ isOpen, groups, areLettersOn, onClose }: KeySheetProps) {
  const { say } = useWords();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size={860}
      centered
      padding={0}
      withCloseButton={false}
      classNames={{ content: classes.content, overlay: classes.overlay }}
      attributes={{ content: { 'aria-label': say('keys.title') } }}
    >
      <div className={classes.head}>
        <h2 className={classes.title}>{say('keys.title')}</h2>
        <Keycap keys="Esc" />
        <IconButton icon={IconX} label={say('keys.close')} onClick={onClose} />
      </div>
      {!areLettersOn && (
        <div className={classes.note}>
          <Note tone="wait">{say('keys.lettersOff')}</Note>
        </div>
      )}
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group.title} className={classes.group}>
            <h3 className={classes.groupTitle}>{group.title}</h3>
            <dl>
              {group.rows.map(({ keys, label }) => (
                <div key={label} className={classes.row}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Keycap key={key} keys={key} />
                    ))}
                    <VisuallyHidden>{keys.join(', ')}</VisuallyHidden>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
