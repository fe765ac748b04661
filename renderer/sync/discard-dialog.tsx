import { Dialog } from '../parts/dialog.tsx';
import { ListRow } from '../parts/list-row.tsx';
import { describeChange } from './describe-change.ts';
import type { ShowContext } from './show-value.ts';
import type { QueueActing } from './use-queue-acts.ts';

interface DiscardDialogProps extends Pick<QueueActing, 'asked' | 'onAnswer'> {
  readonly context: ShowContext;
}

/** Other changes build on this one: they are named before they go with it. */
export function DiscardDialog({ asked, onAnswer, context }: DiscardDialogProps) {
  const { say } = context.words;
  const count = asked?.dependents.length ?? 0;
  const first = asked === null ? undefined : describeChange(asked.item, context);
  return (
    <Dialog
      isOpen={asked !== null}
      title={say('sync.discardTitle', { count })}
      sentence={say('sync.discardSentence', { title: [first?.action, first?.subject].join(' ').trim() })}
      confirmLabel={say('sync.discardConfirm', { count: count + 1 })}
      onConfirm={() => onAnswer(true)}
      onCancel={() => onAnswer(false)}
    >
      <ul aria-label={say('sync.discardList')}>
        {asked?.dependents.map((item) => {
          const { action, subject } = describeChange(item, context);
          return <ListRow key={item.mutationId} title={action} meta={subject} />;
        })}
      </ul>
    </Dialog>
  );
}
