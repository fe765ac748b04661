import type { OutboxItem } from '../../main/contract/types.ts';
import { Button } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { QuestionPanel } from '../parts/question-panel.tsx';
import { useWindowConfirm } from '../parts/use-window-confirm.ts';
import { describeChange } from './describe-change.ts';
import { describeReason } from './describe-reason.ts';
import type { ShowContext } from './show-value.ts';
import type { QueueActs } from './use-queue-acts.ts';

export interface OrphanViewProps {
  readonly item: OutboxItem;
  readonly context: ShowContext;
  readonly acts: QueueActs;
  readonly onLater: () => void;
}

/** Something was added to a record that is deleted: the record comes back, or both stay as they are. */
export function OrphanView({ item, context, acts, onLater }: OrphanViewProps) {
  const { say } = context.words;
  const { action, subject } = describeChange(item, context);
  const restore = (): void => void acts.resolve(item, 'restore');
  useWindowConfirm(restore);
  const name = context.names.record(item.deletedParent?.id ?? '') ?? say('merge.theRecord');
  const foot = (
    <>
      <Button variant="subtle" label={say('conflict.later')} onClick={onLater} />
      <Button label={say('merge.orphanLeave')} onClick={() => void acts.resolve(item, 'theirs')} />
      <Button variant="filled" label={say('merge.orphanRestore', { name })} keys="Mod+Enter" onClick={restore} />
    </>
  );
  return (
    <QuestionPanel
      title={say('merge.orphanTitle')}
      subject={`${action} ${subject}`}
      ageMs={Math.max(0, context.nowMs - item.wallMs)}
      foot={foot}
    >
      <Note tone="bad">{describeReason(item, context)}</Note>
    </QuestionPanel>
  );
}
