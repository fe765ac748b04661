import { IconChevronDown, IconPlus, IconTable } from '@tabler/icons-react';
import { useState } from 'react';

import type { BoardCardData, BoardStage, NextStep } from '../../../../renderer/parts/board-types.ts';
import { Board } from '../../../../renderer/parts/board.tsx';
import { Button } from '../../../../renderer/parts/button.tsx';
import { ChoiceList } from '../../../../renderer/parts/choice-list.tsx';
import { Column } from '../../../../renderer/parts/column.tsx';
import { Dialog } from '../../../../renderer/parts/dialog.tsx';
import { AddChip, FilterChip } from '../../../../renderer/parts/filter-chip.tsx';
import { FilterLine } from '../../../../renderer/parts/filter-line.tsx';
import { FormField } from '../../../../renderer/parts/form-field.tsx';
import { HintLine } from '../../../../renderer/parts/hint-line.tsx';
import { PageHead } from '../../../../renderer/parts/page-head.tsx';
import { TextArea, TextInput } from '../../../../renderer/parts/text-input.tsx';
import { Toasts, type Toast } from '../../../../renderer/parts/toasts.tsx';
import { nothing, offline } from '../samples.ts';
import { Shell } from '../shell.tsx';

const STAGES = `Qualified|10|Kirkwall Distillers;Spirit safe sensors;22000;1;> First call, Wed
Brno Ceramics;Kiln humidity;12750;40*;-
Zeeland Greenhouses;Nutrient dosing;23400;9;> Visit, 2 Dec
Gdynia Cold Store;Ammonia leak alarm;36100;7;> Send data sheet, Thu;waiting
Cortijo Olive Oils;Press line pH;15900;8;> Call Mateo, Fri
Skagerrak Holding;Group frame contract;102250;11;> Send outline, Mon
Discovery|25|Vestfold Aqua;Feed line flow meters;34000;11;> Walk-through, today 10:30
Tórshavn Seafood;Brine control;41200;17*;-
Norrsken Foods;Lab bench renewal;33600;6;> Ask for PO, today
Lumen Dairy;Service contract 2027;27250;4;! Call Priya, overdue
Pannon Mills;Dust monitoring;18300;12;> Send price, Thu
Proposal|50|Ostrava Steelworks;Furnace line monitoring;128000;31*;> Call Kateřina, Thu
Delmare Shipping;Ballast probes, 12 vessels;84500;22*;-
Pfeiffer & Söhne;Brewhouse pH loop;19800;18;> Quote 2, Fri
Aalto Paper;Renewal 2027;41000;5;> Video, today 15:30
Negotiation|75|Brandt Logistik;Cold-chain sensors;64000;0;> Contract call, today 13:00;waiting
Vestfold Aqua;Sensor retrofit, hall 3;52500;3;? Choose a value;needs-you
Kestrel Marine;Dockside flow meters;57300;6;! Revised quote, overdue;waiting
Won in November||Norrsken Foods;Inline turbidity;38200;;+ Won 19 Nov
Lumen Dairy;CIP conductivity;24900;;+ Won 12 Nov
Aalto Paper;Spare probes;9800;;+ Won 9 Nov
Gdynia Cold Store;Door sensors;23500;;+ Won 3 Nov`;

const NEXT_KINDS: ReadonlyMap<string, 'planned' | 'overdue' | 'conflict' | 'won'> = new Map([
  ['>', 'planned'],
  ['!', 'overdue'],
  ['?', 'conflict'],
  ['+', 'won'],
]);

function nextOf(text: string): NextStep {
  const kind = NEXT_KINDS.get(text.charAt(0));
  return kind === undefined ? { kind: 'none' } : { kind, text: text.slice(2) };
}

function cardOf(line: string, id: string): BoardCardData {
  const [company = '', deal = '', value = '0', days = '', next = '', mark] = line.split(';');
  return {
    id,
    company,
    deal,
    valueMinor: Number(value) * 100,
    currency: 'EUR',
    daysHere: days === '' ? null : Number.parseInt(days, 10),
    isSlow: days.endsWith('*'),
    next: nextOf(next),
    ...((mark === 'waiting' || mark === 'needs-you') && { mark }),
  };
}

function withTotals(stage: BoardStage): BoardStage {
  const totalMinor = stage.cards.reduce((sum, card) => sum + card.valueMinor, 0);
  const weighted =
    stage.probability === null ? {} : { weightedMinor: Math.round((totalMinor * stage.probability) / 100) };
  return { ...stage, count: stage.cards.length, totalMinor, ...weighted };
}

const plain = { count: 0, totalMinor: 0, currency: 'EUR' } as const;

function readStages(): readonly BoardStage[] {
  const stages: BoardStage[] = [];
  for (const [index, line] of STAGES.split('\n').entries()) {
    const head = /^([^|;]+)\|(\d*)\|(.*)$/.exec(line);
    if (head) {
      const [, name = '', share = ''] = head;
      const isWon = share === '';
      stages.push({
        ...plain,
        id: name,
        name,
        probability: isWon ? null : Number(share),
        cards: [],
        ...(isWon && { note: '69 % of plan' }),
      });
    }
    const last = stages.pop();
    if (last) stages.push(withTotals({ ...last, cards: [...last.cards, cardOf(head?.[3] ?? line, `d${index}`)] }));
  }
  return stages;
}

export const sampleStages = readStages();

/** Moves a card to the top of another stage and reckons both totals again. */
export function moveCard(stages: readonly BoardStage[], cardId: string, toStageId: string): readonly BoardStage[] {
  const card = stages.flatMap((stage) => stage.cards).find((each) => each.id === cardId);
  if (!card) return stages;
  return stages.map((stage) => {
    const rest = stage.cards.filter((each) => each.id !== cardId);
    const cards =
      stage.id === toStageId ? [{ ...card, daysHere: 0, isSlow: false, mark: 'waiting' as const }, ...rest] : rest;
    return withTotals({ ...stage, cards });
  });
}

function useBoard() {
  const [stages, setStages] = useState(sampleStages);
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const onMove = (cardId: string, toStageId: string): void => {
    const before = stages;
    setStages(moveCard(stages, cardId, toStageId));
    const undo = { label: 'Undo', keys: 'Mod+Z', onPress: () => setStages(before) };
    setToasts([...toasts, { id: crypto.randomUUID(), kind: 'done', text: `Moved to ${toStageId}`, action: undo }]);
  };
  const onDismiss = (id: string): void => setToasts((all) => all.filter((toast) => toast.id !== id));
  return { stages, onMove, toasts: <Toasts toasts={toasts} onDismiss={onDismiss} /> };
}

function DealsBoard({ children }: { readonly children?: React.ReactNode }) {
  const { stages, onMove, toasts } = useBoard();
  const [focused, setFocused] = useState('Brandt Logistik, Cold-chain sensors');
  const nameOf = (cardId: string): string => {
    const card = stages.flatMap((stage) => stage.cards).find((each) => each.id === cardId);
    return card ? `${card.company}, ${card.deal}` : '';
  };
  return (
    <Shell current="deals" status={offline} safe={7} toasts={toasts}>
      <Column width="grow">
        <PageHead
          title="Deals"
          beside={<Button size="xs" variant="subtle" label="Instruments pipeline" iconAfter={IconChevronDown} />}
          meta="22 deals, includes 3 waiting changes"
          actions={
            <>
              <Button variant="subtle" icon={IconTable} label="Table" />
              <Button variant="filled" icon={IconPlus} label="Deal" keys="D" />
            </>
          }
        />
        <FilterLine end={<span>Sorted by next step</span>}>
          <FilterChip label="Owner me" onRemove={nothing} />
          <FilterChip label="Closes before 31 Mar" onRemove={nothing} />
          <AddChip onAdd={nothing} />
        </FilterLine>
        <Board
          label="Deals by stage"
          stages={stages}
          onMove={onMove}
          onOpen={nothing}
          onFocusCard={(id) => setFocused(nameOf(id))}
        />
        <HintLine
          lead={focused}
          isLeadStrong
          hints={[
            { keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], label: 'walk' },
            { keys: ['Shift+ArrowRight'], label: 'move a stage' },
            { keys: ['W'], label: 'won' },
            { keys: ['Q'], label: 'lost' },
            { keys: ['Enter'], label: 'open', isOptional: true },
            { keys: ['Mod+Z'], label: 'undo', isOptional: true },
          ]}
        />
      </Column>
      {children}
    </Shell>
  );
}

export function DealsPage() {
  return <DealsBoard />;
}

const REASONS = [
  'Price',
  'Chose another supplier',
  'Postponed by the customer',
  'Product does not fit',
  'No budget',
  'Went silent',
];

export function DealLostPage() {
  const [reason, setReason] = useState('Price');
  const [lostTo, setLostTo] = useState('Baltic Flow Systems');
  const [note, setNote] = useState(
    '12 % cheaper, same delivery time. Jonas wants to hear from us when the sensors need their first service.',
  );
  return (
    <DealsBoard>
      <Dialog
        isOpen
        title="Why was “Cold-chain sensors” lost?"
        sentence="Brandt Logistik, 64,000 €. The reason goes into reports; you can reopen the deal at any time."
        note="Kept here, sent later"
        confirmLabel="Mark as lost"
        onDigit={(digit) => setReason(REASONS[digit - 1] ?? reason)}
        onConfirm={nothing}
        onCancel={nothing}
      >
        <ChoiceList
          label="Reason"
          hasDigits
          choices={REASONS.map((each) => ({ value: each, label: each }))}
          value={reason}
          onChange={setReason}
        />
        <FormField label="Lost to (optional)">
          {(links) => <TextInput {...links} value={lostTo} onText={setLostTo} />}
        </FormField>
        <FormField label="Note (optional)">
          {(links) => <TextArea {...links} value={note} onText={setNote} />}
        </FormField>
      </Dialog>
    </DealsBoard>
  );
}
