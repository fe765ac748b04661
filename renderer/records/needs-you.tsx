import { IconFlag } from '@tabler/icons-react';
import type { OutboxItem } from '../../main/contract/types.ts';
import { useGo } from '../app/use-go.ts';
import { Button } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { useWords } from '../words/words-context.ts';
import { refusalText } from './refusal.ts';
import classes from './records.module.css';

/** A change of this record that the server did not take: why, and where to decide. What was typed is kept. */
export function NeedsYou({ parked }: { readonly parked: readonly OutboxItem[] }) {
  const words = useWords();
  const go = useGo();
  const [first] = parked;
  if (first === undefined) return null;
  return (
    <Note tone="bad" icon={IconFlag}>
      {words.say('record.needsYou', { count: parked.length })} {refusalText(first.reason?.code, words)}
      <span className={classes.noteActions}>
        <Button size="xs" label={words.say('record.openSync')} onClick={() => go('/sync')} />
      </span>
    </Note>
  );
}
