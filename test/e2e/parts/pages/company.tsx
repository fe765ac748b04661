import {
  IconCalendarEvent,
  IconCircleCheck,
  IconDots,
  IconFileText,
  IconPhone,
  IconPinned,
  IconPlus,
} from '@tabler/icons-react';
import { useState } from 'react';

import { Avatar } from '../../../../renderer/parts/avatar.tsx';
import { Button } from '../../../../renderer/parts/button.tsx';
import { Checkbox } from '../../../../renderer/parts/checkbox.tsx';
import { Column, Columns, Stack } from '../../../../renderer/parts/column.tsx';
import { Composer, type ComposerKind } from '../../../../renderer/parts/composer.tsx';
import { Dot } from '../../../../renderer/parts/dot.tsx';
import { FieldList, FieldRow } from '../../../../renderer/parts/field-list.tsx';
import type { FieldValue } from '../../../../renderer/parts/field-value.ts';
import { IconButton } from '../../../../renderer/parts/icon-button.tsx';
import { InlineField } from '../../../../renderer/parts/inline-field.tsx';
import { ListRow } from '../../../../renderer/parts/list-row.tsx';
import { PageHead } from '../../../../renderer/parts/page-head.tsx';
import { SectionHead } from '../../../../renderer/parts/section-head.tsx';
import { TextLink } from '../../../../renderer/parts/text-link.tsx';
import type { TimelineEntry } from '../../../../renderer/parts/timeline-types.ts';
import { Timeline } from '../../../../renderer/parts/timeline.tsx';
import { ToggleChips } from '../../../../renderer/parts/toggle-chips.tsx';
import { at, nothing, NOW_MS, online } from '../samples.ts';
import { Shell } from '../shell.tsx';

const entries: readonly TimelineEntry[] = [
  {
    id: 'm',
    kind: 'merged',
    atMs: at(24, 9, 50),
    sentence: 'You changed the phone offline at 09:47, Erik the address at 09:50. Both were kept.',
    mine: { who: 'you, 09:47', fields: [{ label: 'Phone', before: '… 428', after: '… 482' }] },
    theirs: { who: 'Erik Dahl, 09:50', fields: [{ label: 'Address', before: 'Havnegata 9', after: 'Havnegata 12' }] },
    canUndo: true,
  },
  {
    id: 'c',
    kind: 'call',
    atMs: at(24, 9, 49),
    title: 'You called Ingrid Solheim',
    meta: '6 min, outgoing',
    text: 'Confirmed 10:30, gate B. Henrik joins. Bring the spare probe.',
    isMine: true,
  },
  {
    id: 's',
    kind: 'move',
    atMs: at(20, 15, 10),
    who: 'You moved',
    subject: 'Sensor retrofit, hall 3',
    fields: [{ label: 'stage', before: 'Proposal', after: 'Negotiation' }],
  },
  {
    id: 'f',
    kind: 'change',
    atMs: at(19, 11, 32),
    who: 'Erik Dahl changed 2 fields',
    fields: [
      { label: 'Tanks', before: '24', after: '26' },
      { label: 'Service tier', before: 'Silver', after: 'Gold' },
    ],
  },
  {
    id: 'n',
    kind: 'note',
    atMs: at(18, 16, 20),
    title: 'Note',
    isPinned: true,
    text: 'Budget year ends 15 December. Torunn signs up to 60,000 €, above that the Holding decides and it takes six weeks.',
  },
  {
    id: 'e',
    kind: 'email',
    atMs: at(17, 17, 5),
    title: 'Pilot agenda',
    meta: 'to Ingrid, Henrik',
    text: 'Dear Ingrid, here is the plan for Tuesday: 10:30 gate B, two tanks, one hour.',
  },
  {
    id: 'v',
    kind: 'visit',
    atMs: at(12, 14, 0),
    title: 'Visit, hall 3',
    meta: '1 h 20 with Henrik Moe',
    text: 'Old probes drift after every cleaning cycle: 0.4 pH in two weeks. Photos in the file list.',
  },
];

const FIELDS: readonly (readonly [string, FieldValue])[] = [
  ['Industry', { kind: 'text', text: 'Aquaculture' }],
  ['Size', { kind: 'text', text: '214 people' }],
];
const MORE: readonly (readonly [string, FieldValue])[] = [
  ['Web', { kind: 'text', text: 'vestfold-aqua.example' }],
  ['Source', { kind: 'text', text: 'Trade fair Hamburg' }],
  ['Service tier', { kind: 'text', text: 'Gold' }],
  ['Tanks', { kind: 'text', text: '26' }],
  ['Renewal', { kind: 'date', on: null }],
  ['Tags', { kind: 'tags', tags: ['pilot', 'reference'] }],
];

const inline = (fields: readonly (readonly [string, FieldValue])[]) =>
  fields.map(([label, value]) => (
    <InlineField key={label} label={label} value={value} nowMs={NOW_MS} onSave={() => ({ kind: 'saved' })} />
  ));

function About() {
  return (
    <div>
      <SectionHead title="About" />
      <div style={{ height: 8 }} />
      <FieldList label="About Vestfold Aqua AS">
        {inline(FIELDS)}
        <FieldRow label="Parent">
          <TextLink href="#/company">Skagerrak Holding</TextLink>
        </FieldRow>
        <FieldRow label="Address" isTall>
          Havnegata 12, 3111 Tønsberg
        </FieldRow>
        <FieldRow label="Owner">
          <Avatar name="Mara Lindqvist" isMe /> Mara Lindqvist
        </FieldRow>
        {inline(MORE)}
      </FieldList>
    </div>
  );
}

function Files() {
  const row = (name: string, size: string, isHere: boolean) => (
    <ListRow
      lead={<IconFileText size={16} stroke={1.7} aria-hidden="true" />}
      title={name}
      end={
        <span style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
          {size} {isHere && <IconPinned size={14} stroke={1.9} role="img" aria-label="Kept on this laptop" />}
        </span>
      }
      onOpen={nothing}
    />
  );
  return (
    <div>
      <SectionHead
        title="Files"
        meta="3, 2 on this laptop"
        action={<IconButton size="xs" icon={IconPlus} label="Add a file" />}
      />
      <ul>
        {row('hall-3-layout.pdf', '2.1 MB', true)}
        {row('pilot-agenda.docx', '84 kB', true)}
        {row('probe-drift.xlsx', '640 kB', false)}
      </ul>
    </div>
  );
}

function People() {
  return (
    <>
      <div>
        <SectionHead
          title="Deals"
          meta="2 open, 86,500 €"
          action={<IconButton size="xs" icon={IconPlus} label="Add a deal" />}
        />
        <ul>
          <ListRow
            lead={<Dot look="accent" />}
            title="Sensor retrofit, hall 3"
            second="Negotiation, closes 15 Dec"
            end={<Amount text="52,500 €" />}
            onOpen={nothing}
          />
          <ListRow
            lead={<Dot />}
            title="Feed line flow meters"
            second="Discovery, closes 28 Feb"
            end={<Amount text="34,000 €" />}
            onOpen={nothing}
          />
          <ListRow
            lead={<Dot look="good" />}
            title="Demo unit"
            second="Won 2 Jul"
            end={<Amount text="4,800 €" />}
            onOpen={nothing}
          />
        </ul>
      </div>
      <div>
        <SectionHead title="People" meta="3" action={<IconButton size="xs" icon={IconPlus} label="Add a person" />} />
        <ul>
          <ListRow
            lead={<Avatar name="Ingrid Solheim" />}
            title="Ingrid Solheim"
            second="Technical director"
            end="Today"
            onOpen={nothing}
          />
          <ListRow
            lead={<Avatar name="Henrik Moe" />}
            title="Henrik Moe"
            second="Site lead, hall 3"
            end="1 day"
            onOpen={nothing}
          />
          <ListRow
            lead={<Avatar name="Torunn Aas" />}
            title="Torunn Aas"
            second="Finance"
            end="19 days"
            onOpen={nothing}
          />
        </ul>
      </div>
      <div>
        <SectionHead title="Next" meta="2" />
        <ul>
          <ListRow
            lead={
              <Checkbox label="Confirm pilot scope with Ingrid is done" isRound isChecked={false} onChange={nothing} />
            }
            title="Confirm pilot scope with Ingrid"
            end="10:00"
          />
          <ListRow
            lead={<IconCalendarEvent size={16} stroke={1.7} aria-hidden="true" />}
            title="Pilot walk-through, hall 3"
            end="10:30"
          />
        </ul>
      </div>
    </>
  );
}

function Amount({ text }: { readonly text: string }) {
  return <span style={{ color: 'var(--s-text)' }}>{text}</span>;
}

const VIEWS = ['Everything', 'Calls', 'Meetings', 'E-mails', 'Notes', 'Files', 'Changes'].map((label) => ({
  key: label,
  label,
}));

export function CompanyPage() {
  const [kind, setKind] = useState<ComposerKind>('note');
  const [text, setText] = useState('');
  const [view, setView] = useState('Everything');
  return (
    <Shell current="companies" status={online}>
      <Column width="grow">
        <PageHead
          variant="read"
          lead={<Avatar name="Vestfold Aqua" isLarge shape="square" />}
          title="Vestfold Aqua AS"
          meta="Aquaculture, Tønsberg · customer since July 2026 · last contact today 09:49"
          actions={
            <>
              <Button icon={IconPhone} label="Call" keys="P" />
              <Button icon={IconCircleCheck} label="Task" keys="T" />
              <IconButton icon={IconDots} label="More actions" />
            </>
          }
        />
        <Columns>
          <Column width="facts" isScrolling isPadded isOptional label="About">
            <Stack gap={20}>
              <About />
              <Files />
            </Stack>
          </Column>
          <Column width="grow" isScrolling isPadded label="Timeline">
            <div style={{ paddingTop: 4 }}>
              <Stack gap={12}>
                <Composer kind={kind} text={text} onKind={setKind} onText={setText} onSave={() => setText('')} />
                <ToggleChips label="Show" options={VIEWS} value={view} onChange={setView} />
                <Timeline
                  label="Timeline of Vestfold Aqua AS"
                  entries={entries}
                  nowMs={NOW_MS}
                  hasDays
                  hasOlder
                  onOlder={nothing}
                  onUndoMine={nothing}
                />
              </Stack>
            </div>
          </Column>
          <Column width="side" isScrolling isPadded label="Deals and people">
            <Stack gap={12}>
              <People />
              <div className="narrow-only">
                <About />
              </div>
            </Stack>
          </Column>
        </Columns>
      </Column>
    </Shell>
  );
}
