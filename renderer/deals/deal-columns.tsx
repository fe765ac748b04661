import type { DealItem } from '../../main/contract/deals.ts';
import { CellText } from '../parts/cell-text.tsx';
import type { TableColumn } from '../parts/data-table-types.ts';
import { Mark } from '../parts/mark.tsx';
import { markOf } from '../records/mark-of.ts';
import { OwnerName } from '../records/owner-name.tsx';
import type { Words } from '../words/create-words.ts';
import type { Pipeline } from './use-pipelines.ts';

interface ColumnOptions {
  readonly words: Words;
  readonly nowMs: number;
  readonly pipelines: readonly Pipeline[];
  /** The pane beside the list leaves no room for the owner and the next step. */
  readonly hasPane: boolean;
}

export function dealColumns({ words, nowMs, pipelines, hasPane }: ColumnOptions): readonly TableColumn<DealItem>[] {
  const { say, money } = words;
  const stageName = ({ pipelineId, stageId }: DealItem): string =>
    pipelines.find(({ id }) => id === pipelineId)?.stages.find((stage) => stage.stageId === stageId)?.name ?? stageId;
  const beside: readonly TableColumn<DealItem>[] = [
    {
      key: 'nextStep',
      label: say('label.nextStep'),
      width: 'minmax(0, 1.2fr)',
      look: 'quiet',
      isOptional: true,
      cell: ({ nextStep }) => <CellText tone="quiet">{nextStep}</CellText>,
    },
    {
      key: 'owner',
      label: say('label.owner'),
      width: 'minmax(0, 1fr)',
      isOptional: true,
      cell: ({ ownerId }) => <OwnerName employeeId={ownerId} hasAvatar={false} />,
    },
  ];
  return [
    {
      key: 'title',
      label: say('label.title'),
      width: 'minmax(0, 1.5fr)',
      isSortable: true,
      look: 'name',
      cell: (row) => {
        const mark = markOf(row.pending);
        return (
          <>
            <CellText tone="strong">{row.title}</CellText>
            {mark && <Mark kind={mark} />}
          </>
        );
      },
    },
    {
      key: 'company',
      label: say('label.company'),
      width: 'minmax(0, 1.3fr)',
      cell: ({ companyName }) => <CellText>{companyName}</CellText>,
    },
    {
      key: 'stage',
      label: say('deal.stage'),
      width: 'minmax(0, .9fr)',
      cell: (row) => <CellText>{stageName(row)}</CellText>,
    },
    ...(hasPane ? [] : beside),
    {
      key: 'expectedCloseOn',
      label: say('deal.closes'),
      width: '104px',
      isSortable: true,
      cell: ({ expectedCloseOn }) => (
        <CellText>{expectedCloseOn === null ? null : words.calendarDay(expectedCloseOn, nowMs)}</CellText>
      ),
    },
    {
      key: 'valueMinor',
      label: say('label.value'),
      width: '112px',
      isEnd: true,
      isSortable: true,
      cell: ({ valueMinor, currency }) => <CellText>{money(valueMinor, currency)}</CellText>,
    },
  ];
}
