import { useMemo, useState } from 'react';
import type { OutboxItem } from '../../main/contract/types.ts';
import type { AppClient } from '../app/app-client.ts';
import { useEngine } from '../app/engine-context.ts';
import { showToast } from '../state/toast-state.ts';
import { pushUndo } from '../state/undo-state.ts';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';

export interface QueueActs {
  readonly hold: (item: OutboxItem) => Promise<void>;
  /** Asks first where other changes would go with it. */
  readonly discard: (item: OutboxItem) => Promise<void>;
  readonly putBack: (item: OutboxItem) => Promise<void>;
  /** Sends drafts to be checked, with those they build on. */
  readonly apply: (which: 'all' | readonly string[]) => Promise<void>;
  readonly saveDraft: (item: OutboxItem, args: unknown) => Promise<boolean>;
  readonly resolve: (
    item: OutboxItem,
    choice: 'mine' | 'theirs' | 'edit' | 'retry' | 'restore' | 'merge',
    args?: unknown,
  ) => Promise<boolean>;
}

/** A discard that waits for a yes, because others build on the change. */
export interface Asked {
  readonly item: OutboxItem;
  readonly dependents: readonly OutboxItem[];
}

interface Means {
  readonly client: AppClient;
  readonly words: Words;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A change may have gone out between the look and the press: that is said, not thrown. */
async function orSay({ words }: Means, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    showToast({ kind: 'needs-you', text: words.say('sync.notNow', { why: messageOf(error) }) });
    return false;
  }
}

function sayDiscarded(means: Means, mutationIds: readonly string[]): void {
  const { client, words } = means;
  const undo = pushUndo(
    () => void orSay(means, async () => void (await client.outbox.undiscard({ mutationIds: [...mutationIds] }))),
  );
  const text = words.say('sync.discardedToast', { count: mutationIds.length });
  showToast({ text, action: { label: words.say('toast.undo'), run: undo } });
}

/** A second press while the first is under way does nothing: the change has its answer already. */
function onceEach(): (item: OutboxItem, act: () => Promise<boolean>) => Promise<boolean> {
  const underWay = new Set<string>();
  return async ({ mutationId }, act) => {
    if (underWay.has(mutationId)) return false;
    underWay.add(mutationId);
    try {
      return await act();
    } finally {
      underWay.delete(mutationId);
    }
  };
}

function makeActs(means: Means, ask: (asked: Asked) => void): QueueActs {
  const { client, words } = means;
  const { say } = words;
  const once = onceEach();
  const orSayOnce = (item: OutboxItem, act: () => Promise<void>) => once(item, () => orSay(means, act));
  const resolve: QueueActs['resolve'] = (item, choice, args) =>
    orSayOnce(item, async () => {
      const given = args === undefined ? {} : { args };
      const result = await client.outbox.resolve({ mutationId: item.mutationId, choice, ...given });
      if (result.status === 'discarded') {
        if (result.discarded.length > 0) sayDiscarded(means, result.discarded);
        return;
      }
      showToast({ text: say('sync.resolvedMine') });
    });
  return {
    resolve,
    async hold(item) {
      await orSay(means, async () => {
        const isHeld = item.isHeldByUser;
        await (isHeld
          ? client.outbox.release({ mutationId: item.mutationId })
          : client.outbox.hold({ mutationId: item.mutationId }));
        const kept = item.state === 'held' ? 'drafts.keptToast' : 'sync.heldToast';
        showToast({ kind: isHeld ? 'done' : 'draft', text: say(isHeld ? 'sync.releasedToast' : kept) });
      });
    },
    async discard(item) {
      await orSay(means, async () => {
        const dependents = await client.outbox.dependents({ mutationId: item.mutationId });
        if (dependents.length > 0) return ask({ item, dependents });
        sayDiscarded(means, (await client.outbox.discard({ mutationId: item.mutationId, expect: [] })).discarded);
      });
    },
    async apply(which) {
      await orSay(means, async () => {
        const given = which === 'all' ? which : [...which];
        const { applied } = await client.outbox.apply({ which: given });
        showToast({ text: say('drafts.appliedToast', { count: applied.length }) });
      });
    },
    saveDraft: (item, args) =>
      orSayOnce(item, async () => {
        await client.outbox.resolve({ mutationId: item.mutationId, choice: 'edit', args });
        showToast({ kind: 'draft', text: say('drafts.savedToast') });
      }),
    async putBack(item) {
      await orSay(means, async () => void (await client.outbox.undiscard({ mutationIds: [item.mutationId] })));
    },
  };
}

export interface QueueActing {
  readonly acts: QueueActs;
  readonly asked: Asked | null;
  readonly onAnswer: (isYes: boolean) => void;
}

/** Everything that can be done to a change from the sync centre. */
export function useQueueActs(): QueueActing {
  const { client } = useEngine();
  const words = useWords();
  const [asked, setAsked] = useState<Asked | null>(null);
  const means = useMemo(() => ({ client, words }), [client, words]);
  const acts = useMemo(() => makeActs(means, setAsked), [means]);
  const onAnswer = (isYes: boolean): void => {
    setAsked(null);
    if (!isYes || asked === null) return;
    void orSay(means, async () => {
      const expect = asked.dependents.map(({ mutationId }) => mutationId);
      sayDiscarded(means, (await client.outbox.discard({ mutationId: asked.item.mutationId, expect })).discarded);
    });
  };
  return { acts, asked, onAnswer };
}
