import type { OutboxItem } from '../../main/contract/types.ts';
import { Button } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { QuestionPanel } from '../parts/question-panel.tsx';
import { useWindowConfirm } from '../parts/use-window-confirm.ts';
import { describeChange } from './describe-change.ts';
import { describeReason } from './describe-reason.ts';
import type { ShowContext } from './show-value.ts';
import classes from './sync.module.css';
import { TypedFields, useTypedForm } from './typed-fields.tsx';
import type { QueueActs } from './use-queue-acts.ts';

export interface RefusedViewProps {
  readonly item: OutboxItem;
  readonly context: ShowContext;
  readonly acts: QueueActs;
  readonly onLater: () => void;
}

/** The server refused a change: its text is kept here, can be edited and sent again, or discarded. */
export function RefusedView({ item, context, acts, onLater }: RefusedViewProps) {
  const { say } = context.words;
  const form = useTypedForm(`refused:${item.mutationId}`, item, context);
  const { action, subject } = describeChange(item, context);
  const isDeleted = item.reason?.code === 'DELETED';
  const send = async (): Promise<void> => {
    const edited = form.read();
    if (edited.kind === 'wrong') return;
    const isDone =
      edited.kind === 'same' ? await acts.resolve(item, 'retry') : await acts.resolve(item, 'edit', edited.args);
    if (isDone) form.saved.drop();
  };
  useWindowConfirm(() => void send());
  const foot = (
    <>
      <Button variant="subtle" label={say('conflict.later')} onClick={onLater} />
      <Button label={say('queue.discard')} onClick={() => void acts.discard(item)} />
      {isDeleted && <Button label={say('sync.restoreAndSend')} onClick={() => void acts.resolve(item, 'restore')} />}
      {item.name === 'contacts.create' && item.reason?.record !== undefined && (
        <Button label={say('merge.intoHolder')} onClick={() => void acts.resolve(item, 'merge')} />
      )}
      <Button
        variant="filled"
        label={say(form.isEdited ? 'sync.sendEdited' : 'sync.sendAgain')}
        keys="Mod+Enter"
        onClick={() => void send()}
      />
    </>
  );
  return (
    <QuestionPanel
      title={say('sync.refusedTitle')}
      subject={`${action} ${subject}`}
      ageMs={Math.max(0, context.nowMs - item.wallMs)}
      foot={foot}
    >
      <Note tone="bad">{describeReason(item, context)}</Note>
      {form.fields.length > 0 && <p className={classes.quiet}>{say('sync.refusedEdit')}</p>}
      <TypedFields form={form} context={context} />
    </QuestionPanel>
  );
}
