import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import type { DealDetail } from '../../main/contract/deals.ts';
import { isMissing } from '../app/app-client.ts';
import { useGo } from '../app/use-go.ts';
import { useRead } from '../app/use-read.ts';
import { Column, Columns } from '../parts/column.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { EmptySoFar } from '../records/empty-so-far.tsx';
import { NotHere } from '../records/not-here.tsx';
import { useNewRequest } from '../state/new-record-state.ts';
import { useWords } from '../words/words-context.ts';
import { DealView } from './deal-view.tsx';
import { DealsBoard } from './deals-board.tsx';
import { useDealsState } from './deals-state.ts';
import { DealsTable } from './deals-table.tsx';
import { NewDealPane } from './new-deal-pane.tsx';
import { type Pipeline, usePipeline } from './use-pipelines.ts';

export interface DealsScreenProps {
  readonly dealId?: string;
}

/** Below this there is room for the list or for the record, not for both. */
const NARROW = '(max-width: 899px)';

/** Deals as a board or a table. A board needs the whole width, so from there a deal opens as a page. */
export function DealsScreen({ dealId }: DealsScreenProps) {
  const pipeline = usePipeline();
  if (dealId === undefined && pipeline === null) return <NoPipeline />;
  if (pipeline === undefined) return null;
  return <Deals pipeline={pipeline} dealId={dealId} />;
}

function Deals({ pipeline, dealId }: { readonly pipeline: Pipeline | null; readonly dealId: string | undefined }) {
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false }) === true;
  const view = useDealsState((state) => state.view);
  const [isCreating, setIsCreating] = useState(false);
  const create = useCallback(() => setIsCreating(true), []);
  const go = useGo();
  useNewRequest('deal', create);
  const isPage = dealId !== undefined && !isCreating && (view === 'board' || isNarrow);
  const isOpen = dealId !== undefined && !isCreating;
  const close = (): void => {
    setIsCreating(false);
    if (dealId !== undefined) go('/deals');
  };
  return (
    <Columns>
      {!isPage && pipeline && view === 'board' && (
        <DealsBoard key={pipeline.id} pipeline={pipeline} isCreating={isCreating} onCreate={create} />
      )}
      {!isPage && pipeline && view === 'table' && (
        <DealsTable
          pipeline={pipeline}
          currentId={isOpen ? dealId : undefined}
          hasPane={isOpen || isCreating}
          isCreating={isCreating}
          onCreate={create}
        />
      )}
      {isCreating && pipeline && <NewDealPane pipeline={pipeline} onClose={close} />}
      {isOpen && <OpenDeal dealId={dealId} isPage={isPage} />}
    </Columns>
  );
}

type DealRead = { readonly kind: 'reading' | 'none' } | { readonly kind: 'here'; readonly detail: DealDetail };

function useDeal(dealId: string): DealRead {
  const topics = ['deal', 'company', 'contact', 'pipeline', 'outbox'] as const;
  const { data, error } = useRead(['deal', dealId], topics, (client) => client.deals.get({ dealId }));
  if (isMissing(error)) return { kind: 'none' };
  return data === undefined ? { kind: 'reading' } : { kind: 'here', detail: data };
}

function OpenDeal({ dealId, isPage }: { readonly dealId: string; readonly isPage: boolean }) {
  const read = useDeal(dealId);
  if (read.kind === 'none') return <NotHere listPath="/deals" />;
  if (read.kind !== 'here') return null;
  return <DealView key={`${read.detail.deal.id} ${isPage}`} detail={read.detail} isPage={isPage} />;
}

function NoPipeline() {
  const { say } = useWords();
  return (
    <Column width="grow">
      <PageHead title={say('deals.title')} />
      <div style={{ padding: '16px 20px' }} role="status">
        <EmptySoFar title={say('deal.noPipeline')} why={say('deal.noPipelineWhy')} />
      </div>
    </Column>
  );
}
