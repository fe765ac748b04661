import {
  IconArrowUp,
  IconArrowsMaximize,
  IconChevronDown,
  IconColumns3,
  IconCopy,
  IconDots,
  IconMail,
  IconPhone,
  IconPlus,
} from '@tabler/icons-react';
import { useState } from 'react';

import { Avatar } from '../../../../renderer/parts/avatar.tsx';
import { Button } from '../../../../renderer/parts/button.tsx';
import { CellText } from '../../../../renderer/parts/cell-text.tsx';
import { Column, Columns, Stack } from '../../../../renderer/parts/column.tsx';
import { Composer, type ComposerKind } from '../../../../renderer/parts/composer.tsx';
import type { TableColumn } from '../../../../renderer/parts/data-table-types.ts';
import { DataTable } from '../../../../renderer/parts/data-table.tsx';
import { DetailPane } from '../../../../renderer/parts/detail-pane.tsx';
import { Dot } from '../../../../renderer/parts/dot.tsx';
import { FieldList, FieldRow } from '../../../../renderer/parts/field-list.tsx';
import type { FieldValue } from '../../../../renderer/parts/field-value.ts';
import { AddChip, FilterChip } from '../../../../renderer/parts/filter-chip.tsx';
import { FilterLine } from '../../../../renderer/parts/filter-line.tsx';
import { HintLine } from '../../../../renderer/parts/hint-line.tsx';
import { IconButton } from '../../../../renderer/parts/icon-button.tsx';
import { InlineField } from '../../../../renderer/parts/inline-field.tsx';
import { ListRow } from '../../../../renderer/parts/list-row.tsx';
import { Mark } from '../../../../renderer/parts/mark.tsx';
import { PageHead } from '../../../../renderer/parts/page-head.tsx';
import { SectionHead } from '../../../../renderer/parts/section-head.tsx';
import { Tag } from '../../../../renderer/parts/tag.tsx';
import { TextLink } from '../../../../renderer/parts/text-link.tsx';
import type { TimelineEntry } from '../../../../renderer/parts/timeline-types.ts';
import { Timeline } from '../../../../renderer/parts/timeline.tsx';
import { createWords } from '../../../../renderer/words/create-words.ts';
import { at, type Contact, contactAt, nothing, NOW_MS, offline } from '../samples.ts';
import { Shell } from '../shell.tsx';

const { money } = createWords();
const silent = (days: number): string => (days === 0 ? 'Today' : `${days} ${days === 1 ? 'day' : 'days'}`);

export const contactColumns: readonly TableColumn<Contact>[] = [
  {
    key: 'name',
    label: 'Name',
    width: 'minmax(0, 1.42fr)',
    isSortable: true,
    look: 'name',
    cell: (row) => (
      <>
        <CellText tone="strong">{row.name}</CellText>
        {row.isWaiting && <Mark kind="waiting" />}
      </>
    ),
  },
  {
    key: 'company',
    label: 'Company',
    width: 'minmax(0, 1.4fr)',
    isSortable: true,
    cell: (row) => <CellText>{row.company}</CellText>,
  },
  {
    key: 'role',
    label: 'Role',
    width: 'minmax(0, 1.25fr)',
    look: 'quiet',
    isOptional: true,
    cell: (row) => <CellText tone="quiet">{row.role}</CellText>,
  },
  {
    key: 'last',
    label: 'Last contact',
    width: '98px',
    isEnd: true,
    isSortable: true,
    cell: (row) => <CellText tone={row.silentDays > 30 ? 'wait' : 'quiet'}>{silent(row.silentDays)}</CellText>,
  },
  {
    key: 'open',
    label: 'Open deals',
    width: '98px',
    isEnd: true,
    isSortable: true,
    cell: (row) => <CellText tone="strong">{row.openMinor === 0 ? undefined : money(row.openMinor, 'EUR')}</CellText>,
  },
];

const timeline: readonly TimelineEntry[] = [
  {
    id: '1',
    kind: 'call',
    atMs: at(24, 9, 49),
    title: 'You called',
    meta: '6 min',
    text: 'Confirmed 10:30, gate B. Henrik joins.',
    isMine: true,
    mark: 'waiting',
  },
  {
    id: '2',
    kind: 'change',
    atMs: at(24, 9, 47),
    fields: [{ label: 'Mobile', before: '… 01 428', after: '… 01 482' }],
    mark: 'waiting',
  },
  {
    id: '3',
    kind: 'email',
    atMs: at(23, 17, 5),
    title: 'Pilot agenda',
    text: 'Dear Ingrid, here is the plan for Tuesday: 10:30 gate B.',
  },
  {
    id: '4',
    kind: 'visit',
    atMs: at(12, 14, 0),
    title: 'Visit',
    meta: 'hall 3, 1 h 20',
    text: 'Old probes drift after cleaning.',
  },
];

const roles = [
  { value: 'dm', label: 'Decision maker' },
  { value: 'inf', label: 'Influencer' },
  { value: 'user', label: 'User' },
];

function Fields() {
  const [held, setHeld] = useState<ReadonlyMap<string, FieldValue>>(
    new Map<string, FieldValue>([
      ['Mobile', { kind: 'phone', text: '+47 555 01 482' }],
      ['Office', { kind: 'phone', text: '+47 555 01 400' }],
      ['E-mail', { kind: 'email', text: 'ingrid.solheim@vestfold-aqua.example' }],
      ['Buying role', { kind: 'select', value: 'dm', options: roles }],
      ['Birthday', { kind: 'date', on: '1979-05-04' }],
      ['Tags', { kind: 'tags', tags: ['pilot', 'reference'] }],
    ]),
  );
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set(['Mobile']));
  return (
    <FieldList label="Fields of Ingrid Solheim">
      {[...held].map(([label, value]) => (
        <InlineField
          key={label}
          label={label}
          value={value}
          nowMs={NOW_MS}
          {...(changed.has(label) && { mark: 'waiting' as const })}
          onSave={(next) => {
            setHeld(new Map(held).set(label, next));
            setChanged(new Set(changed).add(label));
            return { kind: 'saved' };
          }}
        />
      ))}
      <FieldRow label="Owner">
        <Avatar name="Mara Lindqvist" isMe /> Mara Lindqvist
      </FieldRow>
    </FieldList>
  );
}

export function IngridPane() {
  const [kind, setKind] = useState<ComposerKind>('call');
  const [text, setText] = useState('Pilot scope agreed for two tanks. Wants the calibration protocol before Thursday');
  return (
    <DetailPane
      label="Contact"
      lead={<Avatar name="Ingrid Solheim" isLarge />}
      title="Ingrid Solheim"
      meta={
        <>
          Technical director, <TextLink href="#/company">Vestfold Aqua AS</TextLink>
        </>
      }
      tools={
        <>
          <IconButton icon={IconArrowsMaximize} label="Open as a page" />
          <IconButton icon={IconDots} label="More actions" keys="Mod+." />
        </>
      }
      actions={
        <>
          <Button icon={IconPhone} label="Call" keys="P" />
          <Button icon={IconMail} label="E-mail" keys="M" />
          <Button variant="subtle" icon={IconCopy} label="Copy" keys="Y" />
        </>
      }
      onClose={nothing}
    >
      <Stack gap={12}>
        <Fields />
        <div>
          <SectionHead title="Deals" meta="2 open, 86,500 €" />
          <ul>
            <ListRow
              lead={<Dot look="accent" />}
              title={
                <>
                  Sensor retrofit, hall 3 <Mark kind="needs-you" />
                </>
              }
              end={<Sum stage="Negotiation" minor={5_250_000} />}
              onOpen={nothing}
            />
            <ListRow
              lead={<Dot />}
              title="Feed line flow meters"
              end={<Sum stage="Discovery" minor={3_400_000} />}
              onOpen={nothing}
            />
          </ul>
        </div>
        <Composer kind={kind} text={text} onKind={setKind} onText={setText} onSave={() => setText('')} isSentLater />
        <div>
          <SectionHead
            title="Timeline"
            action={<Button size="xs" variant="subtle" label="Everything" iconAfter={IconChevronDown} />}
          />
          <Timeline label="Timeline of Ingrid Solheim" entries={timeline} nowMs={NOW_MS} />
        </div>
      </Stack>
    </DetailPane>
  );
}

function Sum({ stage, minor }: { readonly stage: string; readonly minor: number }) {
  return (
    <span style={{ display: 'inline-flex', gap: 9, alignItems: 'baseline' }}>
      <small style={{ fontSize: 12 }}>{stage}</small>
      <span style={{ color: 'var(--s-text)' }}>{money(minor, 'EUR')}</span>
    </span>
  );
}

export function ContactsList() {
  return (
    <Column width="grow">
      <PageHead
        title="My region, active"
        beside={
          <>
            <IconButton icon={IconChevronDown} size="xs" label="Views" />
            <Tag>edited</Tag>
          </>
        }
        actions={
          <>
            <Button variant="subtle" icon={IconColumns3} label="Columns" />
            <Button variant="filled" icon={IconPlus} label="Contact" keys="C" />
          </>
        }
      />
      <FilterLine end={<Button size="xs" variant="subtle" icon={IconArrowUp} label="Name" />}>
        <FilterChip label="Owner is me or Sofie" onRemove={nothing} />
        <FilterChip label="Not lost" onRemove={nothing} />
        <AddChip keys="F" onAdd={nothing} />
      </FilterLine>
      <DataTable
        label="Contacts"
        columns={contactColumns}
        rowCount={412}
        getRow={contactAt}
        getRowId={(row) => row.id}
        getRowName={(row) => row.name}
        sort={{ key: 'name', direction: 'asc' }}
        onSort={nothing}
        onSelect={nothing}
        currentId="c6"
      />
      <HintLine
        lead="412 contacts"
        hints={[
          { keys: ['J', 'K'], label: 'move' },
          { keys: ['X'], label: 'select' },
          { keys: ['E'], label: 'edit' },
          { keys: ['Mod+.'], label: 'actions', isOptional: true },
          { keys: ['?'], label: 'all keys' },
        ]}
      />
    </Column>
  );
}

export function ContactsPage() {
  return (
    <Shell current="contacts" status={offline} safe={7}>
      <Columns>
        <ContactsList />
        <IngridPane />
      </Columns>
    </Shell>
  );
}
