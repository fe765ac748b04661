import { IconTrash } from '@tabler/icons-react';
import { useMutate, type Write } from '../app/use-mutate.ts';
import { Button } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { showToast } from '../state/toast-state.ts';
import { useWords } from '../words/words-context.ts';
import { Guarded } from './guarded.tsx';
import { errorText, refusalText } from './refusal.ts';
import classes from './records.module.css';

export interface DeletedNoteProps {
  readonly name: string;
  readonly restore: Write;
}

/** A deleted record is still there to be read and to be restored. */
export function DeletedNote({ name, restore }: DeletedNoteProps) {
  const words = useWords();
  const mutate = useMutate();
  const run = async (): Promise<void> => {
    try {
      const result = await mutate(restore, words.say('record.restored', { name }));
      if (result.status === 'refused') showToast({ text: refusalText(result.code, words) });
    } catch (error) {
      showToast({ text: errorText(error, words) });
    }
  };
  return (
    <Note icon={IconTrash}>
      {words.say('record.isDeleted', { name })}
      <span className={classes.noteActions}>
        <Guarded write={restore} label={words.say('record.restore')} size="xs">
          <Button size="xs" label={words.say('record.restore')} onClick={() => void run()} />
        </Guarded>
      </span>
    </Note>
  );
}
