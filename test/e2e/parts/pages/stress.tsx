import { useCallback, useState } from 'react';

import type { BoardStage } from '../../../../renderer/parts/board-types.ts';
import { Board } from '../../../../renderer/parts/board.tsx';
import { Column } from '../../../../renderer/parts/column.tsx';
import type { SelectionChange } from '../../../../renderer/parts/data-table-types.ts';
import { DataTable } from '../../../../renderer/parts/data-table.tsx';
import { PageHead } from '../../../../renderer/parts/page-head.tsx';
import { contactAt, online } from '../samples.ts';
import { Shell } from '../shell.tsx';
import { contactColumns } from './contacts.tsx';
import { moveCard, sampleStages } from './deals.tsx';

const PAGE = 50;

/** 100,000 rows that arrive by pages of 50, 300 ms after they are asked for. */
export function ManyRowsPage() {
  const [pages, setPages] = useState<ReadonlySet<number>>(new Set());
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState('');
  const onRangeChange = useCallback(({ start, end }: { readonly start: number; readonly end: number }) => {
    const wanted: number[] = [];
    for (let page = Math.floor(start / PAGE); page <= Math.floor(end / PAGE); page += 1) wanted.push(page);
    setTimeout(
      () => setPages((known) => (wanted.every((page) => known.has(page)) ? known : new Set([...known, ...wanted]))),
      300,
    );
  }, []);
  const onSelect = (change: SelectionChange): void => {
    if (change.kind === 'none' || change.kind === 'all') return setSelectedIds(new Set());
    const from = change.kind === 'toggle' ? change.index : Math.min(change.fromIndex, change.toIndex);
    const to = change.kind === 'toggle' ? change.index : Math.max(change.fromIndex, change.toIndex);
    const ids = new Set(selectedIds);
    for (let index = from; index <= to; index += 1) ids.add(contactAt(index).id);
    setSelectedIds(ids);
  };
  return (
    <Shell current="contacts" status={online}>
      <Column width="grow">
        <PageHead title="100,000 contacts" meta={<output>{opened}</output>} />
        <DataTable
          label="Contacts"
          columns={contactColumns}
          rowCount={100_000}
          getRow={(index) => (pages.has(Math.floor(index / PAGE)) ? contactAt(index) : undefined)}
          getRowId={(row) => row.id}
          getRowName={(row) => row.name}
          onRangeChange={onRangeChange}
          selectedIds={selectedIds}
          onSelect={onSelect}
          onOpen={(row, index) => setOpened(`${index}: ${row.name}`)}
        />
      </Column>
    </Shell>
  );
}

const manyStages: readonly BoardStage[] = sampleStages.map((stage) => {
  const cards = Array.from({ length: 2000 }, (_, index) => {
    const [first] = stage.cards;
    const card = stage.cards[index % stage.cards.length] ?? first;
    return card === undefined ? [] : [{ ...card, id: `${stage.id}-${index}` }];
  }).flat();
  return { ...stage, cards, count: cards.length };
});

export function ManyDealsPage() {
  const [stages, setStages] = useState(manyStages);
  return (
    <Shell current="deals" status={online}>
      <Column width="grow">
        <PageHead title="10,000 deals" />
        <Board
          label="Deals by stage"
          stages={stages}
          onMove={(cardId, to) => setStages(moveCard(stages, cardId, to))}
        />
      </Column>
    </Shell>
  );
}
