import { useState } from 'react';
import type { OutboxItem } from '../../main/contract/types.ts';
import { useRead } from '../app/use-read.ts';
import { BlockedButton } from '../parts/blocked-button.tsx';
import { BulkBar } from '../parts/bulk-bar.tsx';
import { Button } from '../parts/button.tsx';
import type { ControlSize } from '../parts/button.tsx';
import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';
import { describeChange } from './describe-change.ts';
import type { ShowContext } from './show-value.ts';
import type { QueueActs } from './use-queue-acts.ts';

export interface Picked {
  readonly ids: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly clear: () => void;
}

/** The drafts that are picked; one that is no draft any more is not picked either. */
export function usePicked(drafts: readonly OutboxItem[]): Picked {
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const ids = new Set(drafts.flatMap(({ mutationId }) => (wanted.has(mutationId) ? [mutationId] : [])));
  return {
    ids,
    toggle: (id) => setWanted(new Set(ids.has(id) ? [...ids].filter((each) => each !== id) : [...ids, id])),
    clear: () => setWanted(new Set()),
  };
}

interface ApplyButtonProps {
  readonly label: string;
  readonly size?: ControlSize;
  /** The one main action of the view. */
  readonly isMain?: boolean;
  readonly onApply: () => void;
}

/** Drafts are checked live: without a connection the button says so. */
export function ApplyButton({ label, size = 'sm', isMain = true, onApply }: ApplyButtonProps) {
  const { say } = useWords();
  const isOnline = useSessionState(({ sync }) => sync?.connection === 'online');
  if (isOnline) return <Button variant={isMain ? 'filled' : 'default'} size={size} label={label} onClick={onApply} />;
  const reason = {
    sentence: say('drafts.offline'),
    permission: say('why.noPermission'),
    lastAnswer: say('why.noAnswer'),
    source: say('why.noSource'),
    credit: say('why.noCredit'),
    unblocks: say('drafts.offlineUnblocks'),
  };
  return <BlockedButton label={label} size={size} reason={reason} />;
}

interface DraftsBarProps {
  readonly picked: Picked;
  readonly context: ShowContext;
  readonly acts: QueueActs;
}

/** What can be done to the picked drafts, and what would go with them. */
export function DraftsBar({ picked, context, acts }: DraftsBarProps) {
  const { say } = context.words;
  const mutationIds = [...picked.ids];
  const below = useRead(['outbox', 'below', ...mutationIds], ['outbox'], (client) =>
    client.outbox.below({ mutationIds }),
  ).data;
  const names = (below ?? []).map((item) => {
    const { action, subject } = describeChange(item, context);
    return `${action} ${subject}`.trim();
  });
  const apply = (): void => void acts.apply(mutationIds).then(picked.clear);
  return (
    <BulkBar count={picked.ids.size} onClear={picked.clear}>
      <ApplyButton
        size="xs"
        label={say('drafts.applyPicked', { count: picked.ids.size + names.length })}
        onApply={apply}
      />
      {names.length > 0 && <span>{say('drafts.below', { what: names.join(', ') })}</span>}
    </BulkBar>
  );
}
