import { IconArrowLeft, IconDots, IconTrash } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import type { DealDetail } from '../../main/contract/deals.ts';
import { useGo } from '../app/use-go.ts';
import { useMutate } from '../app/use-mutate.ts';
import { Button } from '../parts/button.tsx';
import { Column, Columns, Stack } from '../parts/column.tsx';
import { DetailPane } from '../parts/detail-pane.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { isOwnEscape } from '../parts/is-own-escape.ts';
import { PageHead } from '../parts/page-head.tsx';
import type { SaveAnswer } from '../parts/save-answer.ts';
import { TextLink } from '../parts/text-link.tsx';
import { ActionMenu } from '../records/action-menu.tsx';
import { DeletedNote } from '../records/deleted-note.tsx';
import { Guarded } from '../records/guarded.tsx';
import { NeedsYou } from '../records/needs-you.tsx';
import { NextTasks } from '../records/next-tasks.tsx';
import { type PendingChanges, usePendingChanges } from '../records/pending-fields.ts';
import { RecordComposer } from '../records/record-composer.tsx';
import { RecordTimeline } from '../records/record-timeline.tsx';
import { errorText, refusalText } from '../records/refusal.ts';
import { useActionsKey } from '../records/use-actions-key.ts';
import { isBlocked, useExplain } from '../records/use-explain.ts';
import { useWindowLetters } from '../records/use-window-letters.ts';
import { showToast } from '../state/toast-state.ts';
import { useWords } from '../words/words-context.ts';
import { DealFields } from './deal-fields.tsx';
import { LostDialog } from './lost-dialog.tsx';
import { useMoveDeal } from './use-move-deal.ts';

export interface DealViewProps {
  readonly detail: DealDetail;
  /** Fills the page instead of standing beside the table. */
  readonly isPage: boolean;
}

/** A deal with everything about it: beside the table, or as a page. */
export function DealView({ detail, isPage }: DealViewProps) {
  const pending = usePendingChanges(detail.deal.id, detail.pendingMutationIds);
  const closing = useClosing(detail);
  const View = isPage ? AsPage : AsPane;
  return (
    <>
      <View detail={detail} pending={pending} closing={closing} />
      {closing.isLosing && (
        <LostDialog
          title={detail.deal.title}
          deal={detail.companyName ?? detail.deal.title}
          reasons={detail.pipeline?.lostReasons ?? []}
          onLost={closing.confirmLost}
          onCancel={closing.cancelLost}
        />
      )}
    </>
  );
}

interface Closing {
  readonly isLosing: boolean;
  readonly canMove: boolean;
  readonly toStage: (stageId: string) => Promise<SaveAnswer>;
  readonly to: (outcome: 'open' | 'won' | 'lost') => void;
  readonly confirmLost: (answer: { readonly reason: string; readonly note?: string }) => void;
  readonly cancelLost: () => void;
}

/** W and Q as on the board, and the stage field: a move into a stage of lost deals asks why. */
function useClosing({ deal, pipeline }: DealDetail): Closing {
  const [losingTo, setLosingTo] = useState<string | null>(null);
  const moveDeal = useMoveDeal({ stages: pipeline?.stages ?? [] });
  const example = {
    name: 'deals.moveStage',
    args: {
      dealId: deal.id,
      toStage: deal.stageId,
      ...(deal.lostReason === null ? {} : { lostReason: deal.lostReason }),
    },
  };
  const explanation = useExplain(deal.isDeleted ? null : example);
  const canMove = explanation !== undefined && !isBlocked(explanation);
  const toStage = async (stageId: string): Promise<SaveAnswer> => {
    const stage = pipeline?.stages.find((each) => each.stageId === stageId);
    if (stage?.outcome === 'lost' && deal.status !== 'lost') setLosingTo(stageId);
    else if (stageId !== deal.stageId) await moveDeal({ dealId: deal.id, toStage: stageId });
    return { kind: 'saved' };
  };
  const to = (outcome: 'open' | 'won' | 'lost'): void => {
    const stage = pipeline?.stages.find((each) => each.outcome === outcome);
    if (canMove && stage && deal.status !== outcome) void toStage(stage.stageId);
  };
  useWindowLetters({ w: () => to('won'), q: () => to('lost') });
  return {
    isLosing: losingTo !== null,
    canMove,
    toStage,
    to,
    confirmLost({ reason, note }) {
      if (losingTo !== null)
        void moveDeal({
          dealId: deal.id,
          toStage: losingTo,
          lostReason: reason,
          ...(note === undefined ? {} : { note }),
        });
      setLosingTo(null);
    },
    cancelLost: () => setLosingTo(null),
  };
}

interface PartsProps {
  readonly detail: DealDetail;
  readonly pending: PendingChanges;
  readonly closing: Closing;
}

function AsPane({ detail, pending, closing }: PartsProps) {
  const { say } = useWords();
  const go = useGo();
  const { deal } = detail;
  const of = { kind: 'deal', id: deal.id } as const;
  return (
    <DetailPane
      label={say('deal.pane')}
      title={deal.title}
      meta={<Meta detail={detail} />}
      tools={<Tools detail={detail} />}
      actions={<Close detail={detail} closing={closing} />}
      onClose={() => go('/deals')}
    >
      <Stack gap={12}>
        <Notes detail={detail} pending={pending} />
        <DealFields detail={detail} pending={pending} onStage={closing.toStage} />
        {!deal.isDeleted && <RecordComposer of={of} orgId={deal.orgId} />}
        <NextTasks of={of} />
        <RecordTimeline of={of} />
      </Stack>
    </DetailPane>
  );
}

function AsPage({ detail, pending, closing }: PartsProps) {
  const { say } = useWords();
  const go = useGo();
  const { deal } = detail;
  const of = { kind: 'deal', id: deal.id } as const;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOwnEscape(event)) return;
    event.preventDefault();
    go('/deals');
  };
  return (
    // Esc anywhere on the page goes back to the board.
    <div role="presentation" style={{ display: 'contents' }} onKeyDown={onKeyDown}>
      <Column width="grow">
        <PageHead
          variant="read"
          lead={<IconButton icon={IconArrowLeft} label={say('deal.back')} keys="Escape" onClick={() => go('/deals')} />}
          title={deal.title}
          meta={<Meta detail={detail} />}
          actions={
            <>
              <Close detail={detail} closing={closing} />
              <Tools detail={detail} />
            </>
          }
        />
        <Columns>
          <Column width="grow" isScrolling isPadded label={say('deal.happened')}>
            <Stack gap={12}>
              <Notes detail={detail} pending={pending} />
              {!deal.isDeleted && <RecordComposer of={of} orgId={deal.orgId} />}
              <RecordTimeline of={of} hasDays />
            </Stack>
          </Column>
          <Column width="side" isScrolling isPadded label={say('pane.label')}>
            <Stack gap={12}>
              <DealFields detail={detail} pending={pending} onStage={closing.toStage} />
              <NextTasks of={of} />
            </Stack>
          </Column>
        </Columns>
      </Column>
    </div>
  );
}

function Meta({ detail: { deal, companyName, pipeline } }: Pick<PartsProps, 'detail'>) {
  const { say, money } = useWords();
  const stage = pipeline?.stages.find(({ stageId }) => stageId === deal.stageId)?.name ?? deal.stageId;
  return (
    <>
      {deal.companyId !== null && companyName !== null && (
        <TextLink href={`#/companies/${deal.companyId}`}>{companyName}</TextLink>
      )}
      {deal.companyId === null && <span>{say('deal.noCompany')}</span>}
      <span>
        {' '}
        · {money(deal.valueMinor, deal.currency)} · {stage}
      </span>
    </>
  );
}

function Notes({ detail: { deal }, pending }: Pick<PartsProps, 'detail' | 'pending'>) {
  if (!deal.isDeleted && pending.parked.length === 0) return null;
  return (
    <Stack gap={8}>
      {deal.isDeleted && (
        <DeletedNote name={deal.title} restore={{ name: 'deals.restore', args: { dealId: deal.id } }} />
      )}
      <NeedsYou parked={pending.parked} />
    </Stack>
  );
}

function Close({ detail: { deal }, closing }: Pick<PartsProps, 'detail' | 'closing'>) {
  const { say } = useWords();
  if (deal.isDeleted) return null;
  const example = {
    name: 'deals.moveStage',
    args: {
      dealId: deal.id,
      toStage: deal.stageId,
      ...(deal.lostReason === null ? {} : { lostReason: deal.lostReason }),
    },
  };
  return (
    <Guarded write={example} label={say('deal.moveBlocked')}>
      {deal.status === 'open' ? (
        <>
          <Button label={say('deal.markWon')} keys="W" onClick={() => closing.to('won')} />
          <Button label={say('deal.markLost')} keys="Q" onClick={() => closing.to('lost')} />
        </>
      ) : (
        <Button label={say('deal.reopen')} onClick={() => closing.to('open')} />
      )}
    </Guarded>
  );
}

function Tools({ detail: { deal } }: Pick<PartsProps, 'detail'>) {
  const words = useWords();
  const { say } = words;
  const go = useGo();
  const mutate = useMutate();
  const [isOpen, setIsOpen] = useState(false);
  useActionsKey(() => setIsOpen(true));
  const remove = { name: 'deals.delete', args: { dealId: deal.id } };
  const mayRemove = useExplain(deal.isDeleted ? null : remove);
  if (deal.isDeleted) return null;
  const run = async (): Promise<void> => {
    try {
      const result = await mutate(remove, say('record.deleted', { name: deal.title }));
      if (result.status === 'refused') showToast({ kind: 'info', text: refusalText(result.code, words) });
      else if (result.status !== 'held') go('/deals');
    } catch (error) {
      showToast({ kind: 'info', text: errorText(error, words) });
    }
  };
  const off = isBlocked(mayRemove) ? { isBlocked: true, note: refusalText(mayRemove?.code ?? undefined, words) } : {};
  return (
    <ActionMenu
      label={say('pane.more')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      target={<IconButton icon={IconDots} label={say('pane.more')} keys="Mod+." />}
      actions={[{ key: 'delete', label: say('record.delete'), icon: IconTrash, ...off, onRun: () => void run() }]}
    />
  );
}
