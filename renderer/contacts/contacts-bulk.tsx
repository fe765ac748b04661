import { useState } from 'react';
import type { ContactItem } from '../../main/contract/contacts.ts';
import type { RunResult } from '../../main/contract/types.ts';
import { useEngine } from '../app/engine-context.ts';
import { undoWrite, type Write } from '../app/use-mutate.ts';
import { BulkBar } from '../parts/bulk-bar.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FormField } from '../parts/form-field.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { copyText } from '../records/copy-text.ts';
import { Guarded } from '../records/guarded.tsx';
import { showToast } from '../state/toast-state.ts';
import { useUndoState } from '../state/undo-state.ts';
import { useWords } from '../words/words-context.ts';
import type { Selection } from './use-selection.ts';

/** One toast and one Undo for many changes; each is a change of its own in the queue. */
function useRunMany(): (writes: readonly Write[], done: (count: number) => string) => Promise<void> {
  const { client } = useEngine();
  const { say } = useWords();
  return async (writes, done) => {
    const results: RunResult[] = [];
    let refused = 0;
    for (const write of writes) {
      const result = await client.mutations.run({ name: write.name, args: write.args }).catch(() => null);
      if (result === null || result.status === 'refused') refused += 1;
      else results.push(result);
    }
    const drafts = results.filter(({ status }) => status === 'held').length;
    const undo = (): void => void Promise.all(results.map((result) => undoWrite(client, result)));
    const words = [
      ...(results.length > drafts ? [done(results.length - drafts)] : []),
      ...(drafts > 0 ? [say('list.bulk.drafts', { count: drafts })] : []),
      ...(refused > 0 ? [say('list.bulk.refused', { count: refused })] : []),
    ];
    if (results.length > 0) useUndoState.setState(({ steps }) => ({ steps: [...steps.slice(-49), undo] }));
    const action = results.length === 0 ? {} : { action: { label: say('toast.undo'), run: undo } };
    showToast({ text: words.join(', '), ...action });
  };
}

/** What can be done with the selected contacts at once. */
export function ContactsBulk({ rows, clear }: Selection) {
  const { say } = useWords();
  const runMany = useRunMany();
  const [isTagging, setIsTagging] = useState(false);
  const selected: readonly ContactItem[] = [...rows.values()];
  const [first] = selected;
  if (first === undefined) return null;
  const emails = selected.flatMap(({ email }) => (email === null ? [] : [email]));
  const copy = async (): Promise<void> => {
    const isCopied = await copyText(emails.join('; '));
    showToast({ text: isCopied ? say('list.bulk.emailsCopied', { count: emails.length }) : say('record.copyFailed') });
  };
  const remove = async (): Promise<void> => {
    clear();
    await runMany(
      selected.map(({ id }) => ({ name: 'contacts.delete', args: { contactId: id } })),
      (count) => say('list.bulk.deleted', { count }),
    );
  };
  const tag = async (name: string): Promise<void> => {
    setIsTagging(false);
    await runMany(
      selected
        .filter(({ tags }) => !tags.includes(name))
        .map(({ id, tags }) => ({ name: 'contacts.edit', args: { contactId: id, set: { tags: [...tags, name] } } })),
      (count) => say('list.bulk.tagged', { count }),
    );
  };
  const edit = { name: 'contacts.edit', args: { contactId: first.id, set: { tags: first.tags } } };
  return (
    <>
      <BulkBar count={rows.size} onClear={clear}>
        <Button
          size="xs"
          label={say('list.bulk.copyEmails')}
          disabled={emails.length === 0}
          onClick={() => void copy()}
        />
        <Guarded write={edit} label={say('list.bulk.tag')} size="xs">
          <Button size="xs" label={say('list.bulk.tag')} onClick={() => setIsTagging(true)} />
        </Guarded>
        <Guarded
          write={{ name: 'contacts.delete', args: { contactId: first.id } }}
          label={say('list.bulk.delete')}
          size="xs"
        >
          <Button size="xs" label={say('list.bulk.delete')} onClick={() => void remove()} />
        </Guarded>
      </BulkBar>
      {isTagging && (
        <TagDialog count={rows.size} onTag={(name) => void tag(name)} onCancel={() => setIsTagging(false)} />
      )}
    </>
  );
}

interface TagDialogProps {
  readonly count: number;
  readonly onTag: (tag: string) => void;
  readonly onCancel: () => void;
}

function TagDialog({ count, onTag, onCancel }: TagDialogProps) {
  const { say } = useWords();
  const [text, setText] = useState('');
  return (
    <Dialog
      isOpen
      title={say('list.bulk.tagTitle')}
      sentence={say('list.bulk.tagSentence', { count })}
      confirmLabel={say('list.bulk.tag')}
      canConfirm={text.trim() !== ''}
      onConfirm={() => onTag(text.trim())}
      onCancel={onCancel}
    >
      <FormField label={say('list.filter.addTag')}>
        {(links) => <TextInput {...links} maxLength={60} value={text} onText={setText} data-autofocus />}
      </FormField>
    </Dialog>
  );
}
