import { Button } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { QuestionPanel } from '../parts/question-panel.tsx';
import { useWindowConfirm } from '../parts/use-window-confirm.ts';
import { describeChange } from './describe-change.ts';
import { describeReason } from './describe-reason.ts';
import type { RefusedViewProps } from './refused-view.tsx';
import classes from './sync.module.css';
import { TypedFields, useTypedForm } from './typed-fields.tsx';

/** A draft, open with what was typed. What is saved takes its place: it was never sent. */
export function DraftView({ item, context, acts, onLater }: RefusedViewProps) {
  const { say } = context.words;
  const form = useTypedForm(`draft:${item.mutationId}`, item, context);
  const { action, subject } = describeChange(item, context);
  const save = async (): Promise<void> => {
    const edited = form.read();
    if (edited.kind === 'wrong') return;
    if (edited.kind === 'args' && !(await acts.saveDraft(item, edited.args))) return;
    form.saved.drop();
    onLater();
  };
  useWindowConfirm(() => void save());
  const foot = (
    <>
      <Button variant="subtle" label={say('conflict.later')} onClick={onLater} />
      <Button variant="filled" label={say('drafts.save')} keys="Mod+Enter" onClick={() => void save()} />
    </>
  );
  return (
    <QuestionPanel
      isDraft
      title={say('drafts.edit')}
      subject={`${action} ${subject}`}
      ageMs={Math.max(0, context.nowMs - item.wallMs)}
      foot={foot}
    >
      <Note>{describeReason(item, context)}</Note>
      <p className={classes.quiet}>{say('drafts.editWhy')}</p>
      <TypedFields form={form} context={context} />
    </QuestionPanel>
  );
}
