import { IconChevronDown, IconLayoutKanban, IconPlus, IconTable } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ActionMenu } from '../records/action-menu.tsx';
import { Guarded } from '../records/guarded.tsx';
import { EXAMPLE_ID } from '../records/use-explain.ts';
import { useUnits } from '../records/use-units.ts';
import { useWords } from '../words/words-context.ts';
import { useDealsState } from './deals-state.ts';
import { type Pipeline, usePipelines } from './use-pipelines.ts';

export interface DealsHeadProps {
  readonly pipeline: Pipeline;
  readonly meta?: ReactNode;
  readonly isCreating: boolean;
  readonly onCreate: () => void;
}

/** A write like the one that a new deal asks for. */
export function useCreateExample(pipelineId: string) {
  const [unit] = useUnits();
  const args = { dealId: EXAMPLE_ID, orgId: unit?.value ?? EXAMPLE_ID, title: 'x', pipelineId, currency: 'EUR' };
  return { name: 'deals.create', args };
}

export function DealsHead({ pipeline, meta, isCreating, onCreate }: DealsHeadProps) {
  const { say } = useWords();
  const view = useDealsState((state) => state.view);
  const isBoard = view === 'board';
  return (
    <PageHead
      title={say('deals.title')}
      beside={<PipelineMenu pipeline={pipeline} />}
      meta={meta}
      actions={
        <>
          <Button
            variant="subtle"
            icon={isBoard ? IconTable : IconLayoutKanban}
            label={say(isBoard ? 'deal.table' : 'deal.board')}
            onClick={() => useDealsState.setState({ view: isBoard ? 'table' : 'board' })}
          />
          <Guarded write={useCreateExample(pipeline.id)} label={say('deal.new')} action={say('deal.newTitle')}>
            <Button
              variant={isCreating ? 'default' : 'filled'}
              icon={IconPlus}
              label={say('deal.new')}
              keys="D"
              onClick={onCreate}
            />
          </Guarded>
        </>
      }
    />
  );
}

/** Nothing to choose from where there is one: its name is enough. */
function PipelineMenu({ pipeline }: { readonly pipeline: Pipeline }) {
  const { say } = useWords();
  const pipelines = usePipelines() ?? [];
  if (pipelines.length < 2) return <span style={{ color: 'var(--s-text-2)' }}>{pipeline.name}</span>;
  return (
    <ActionMenu
      label={say('deal.pipeline')}
      position="bottom-start"
      target={
        <Button
          size="xs"
          variant="subtle"
          label={pipeline.name}
          aria-label={`${say('deal.pipeline')}: ${pipeline.name}`}
          iconAfter={IconChevronDown}
        />
      }
      actions={pipelines.map(({ id, name }) => ({
        key: id,
        label: name,
        isChosen: id === pipeline.id,
        onRun: () => useDealsState.setState({ pipelineId: id }),
      }))}
    />
  );
}
