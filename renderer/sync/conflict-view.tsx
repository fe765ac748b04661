import { useState } from 'react';
import type { OutboxItem } from '../../main/contract/types.ts';
import { useGo } from '../app/use-go.ts';
import { ConflictPanel } from '../parts/conflict-panel.tsx';
import type { ConflictPick } from '../parts/conflict-types.ts';
import { TextLink } from '../parts/text-link.tsx';
import { conflictField, conflictsOf, restOf, typedField, withOtherValue } from './conflict-of.ts';
import { describeChange } from './describe-change.ts';
import { recordPath } from './record-path.ts';
import { useRecordRow } from './use-record-row.ts';
import type { ShowContext } from './show-value.ts';
import type { QueueActs } from './use-queue-acts.ts';

export interface ConflictViewProps {
  readonly item: OutboxItem;
  readonly context: ShowContext;
  readonly acts: QueueActs;
  readonly pick: ConflictPick | undefined;
  readonly onPick: (pick: ConflictPick) => void;
  readonly onLater: () => void;
}

/** What the button says: the result, never "OK". */
function useConfirm({ item, context, pick }: Pick<ConflictViewProps, 'item' | 'context' | 'pick'>, other: string) {
  const { say } = context.words;
  const conflicts = conflictsOf(item);
  const [only] = conflicts.length === 1 ? conflicts : [];
  const field = only === undefined ? undefined : conflictField(item, only, context);
  if (pick === 'another')
    return other.trim() === '' ? say('sync.choiceOtherEmpty') : say('sync.choiceOther', { value: other.trim() });
  if (only?.group === '*' && field !== undefined) return pick === 'theirs' ? field.theirs.value : field.mine.value;
  if (pick === 'theirs')
    return field === undefined ? say('sync.choiceTheirsAll') : say('sync.choiceTheirs', { value: field.theirs.value });
  return field === undefined ? say('sync.choiceMineAll') : say('sync.choiceMine', { value: field.mine.value });
}

/** Somebody else had set the same: before, mine and theirs, and one question. */
export function ConflictView({ item, context, acts, pick, onPick, onLater }: ConflictViewProps) {
  const { say } = context.words;
  const go = useGo();
  const [other, setOther] = useState('');
  const [error, setError] = useState<string>();
  const confirmLabel = useConfirm({ item, context, pick }, other);
  const field = typedField(item);
  const path = recordPath(item);
  const theirs = useRecordRow(item.records[0]);
  const { subject } = describeChange(item, context);
  const onConfirm = (): void => {
    if (pick === undefined) return;
    if (pick !== 'another') return void acts.resolve(item, pick);
    const value = withOtherValue(item, field ?? '', other, context);
    if (value.kind === 'wrong') setError(value.message);
    else void acts.resolve(item, 'edit', value.args);
  };
  const typed =
    field === null ? {} : { otherText: other, onOtherText: (text: string) => (setError(undefined), setOther(text)) };
  return (
    <ConflictPanel
      subject={
        path === null ? (
          subject
        ) : (
          <TextLink href={`#${path}`} onOpen={() => go(path)}>
            {subject}
          </TextLink>
        )
      }
      ageMs={Math.max(0, context.nowMs - item.wallMs)}
      asked={conflictsOf(item).map((conflict) => conflictField(item, conflict, context))}
      pick={pick}
      onPick={onPick}
      {...typed}
      {...(error === undefined ? {} : { otherError: error })}
      merged={restOf(item, context, theirs)}
      keptWords={say('sync.keptWords')}
      confirmLabel={confirmLabel}
      onConfirm={onConfirm}
      onLater={onLater}
    />
  );
}
