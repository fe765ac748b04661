import '../gallery.css';

import { IconDots, IconPencil, IconPhone, IconStar, IconTag, IconUser, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';

import { BlockedButton } from '../../../../renderer/parts/blocked-button.tsx';
import { BulkBar } from '../../../../renderer/parts/bulk-bar.tsx';
import { Button } from '../../../../renderer/parts/button.tsx';
import { Stack } from '../../../../renderer/parts/column.tsx';
import { EmptyState } from '../../../../renderer/parts/empty-state.tsx';
import { FieldList } from '../../../../renderer/parts/field-list.tsx';
import { AddChip, FilterChip } from '../../../../renderer/parts/filter-chip.tsx';
import { FormField } from '../../../../renderer/parts/form-field.tsx';
import { IconButton } from '../../../../renderer/parts/icon-button.tsx';
import { InlineField } from '../../../../renderer/parts/inline-field.tsx';
import { ListRow } from '../../../../renderer/parts/list-row.tsx';
import { Mark, type MarkKind } from '../../../../renderer/parts/mark.tsx';
import { Note } from '../../../../renderer/parts/note.tsx';
import { SectionHead } from '../../../../renderer/parts/section-head.tsx';
import { SelectInput } from '../../../../renderer/parts/select-input.tsx';
import { SkeletonBar } from '../../../../renderer/parts/skeleton-bar.tsx';
import { Tag } from '../../../../renderer/parts/tag.tsx';
import { TextInput } from '../../../../renderer/parts/text-input.tsx';
import { TextLink } from '../../../../renderer/parts/text-link.tsx';
import type { TimelineEntry } from '../../../../renderer/parts/timeline-types.ts';
import { Timeline } from '../../../../renderer/parts/timeline.tsx';
import { Toasts } from '../../../../renderer/parts/toasts.tsx';
import { light } from '../../../../renderer/theme/tokens.ts';
import { at, mergeIsOff, nothing, NOW_MS } from '../samples.ts';

const marks: readonly (readonly [MarkKind, string, string])[] = [
  ['waiting', 'Waiting to be sent', 'beside the value it belongs to'],
  ['draft', 'Draft, not applied', 'value shown in the draft only'],
  ['needs-you', 'Needs you', 'opens the question'],
  ['locked', 'Off for now', '? says why'],
];

function First() {
  return (
    <Stack gap={12}>
      <div>
        <SectionHead title="Buttons" />
        <div className="row">
          <Button variant="filled" label="Save" keys="Mod+Enter" />
          <Button icon={IconPhone} label="Call" keys="P" />
          <Button variant="subtle" label="Cancel" />
          <BlockedButton label="Delete" reason={mergeIsOff} hasHint onKeepAsDraft={nothing} />
          <Button size="xs" icon={IconPencil} label="Edit" keys="E" />
          <Button size="xs" label="Focused" id="focused" />
          <IconButton icon={IconDots} label="More actions" />
          <IconButton icon={IconStar} label="Pin" />
        </div>
      </div>
      <div>
        <SectionHead title="Marks" />
        <ul>
          {marks.map(([kind, name, where]) => (
            <ListRow
              key={kind}
              lead={<Mark kind={kind} isDecoration />}
              title={name}
              end={<small style={{ fontSize: 12 }}>{where}</small>}
            />
          ))}
        </ul>
      </div>
      <div>
        <SectionHead title="Tags and chips" />
        <div className="row">
          <Tag>pilot</Tag>
          <Tag tone="good">won</Tag>
          <Tag tone="wait">draft</Tag>
          <Tag tone="bad">needs you</Tag>
          <FilterChip label="Owner is me" onRemove={nothing} />
          <AddChip onAdd={nothing} />
        </div>
      </div>
      <div>
        <SectionHead title="Colours" />
        <div className="row" style={{ display: 'grid', gridTemplateColumns: 'repeat(3, 1fr)', gap: 6, fontSize: 11 }}>
          {Object.keys(light)
            .slice(0, 27)
            .map((name) => (
              <span key={name} style={{ display: 'flex', gap: 6, color: 'var(--s-text-2)' }}>
                <span className="swatch" style={{ background: `var(--s-${name})` }} /> {name}
              </span>
            ))}
        </div>
      </div>
    </Stack>
  );
}

const entries: readonly TimelineEntry[] = [
  { id: '1', kind: 'note', atMs: at(18, 16, 20), title: 'Note', text: 'Budget year ends 15 December.' },
  {
    id: '2',
    kind: 'change',
    atMs: at(19, 11, 32),
    who: 'Erik Dahl changed',
    fields: [{ label: 'Tanks', before: '24', after: '26' }],
  },
  {
    id: '3',
    kind: 'merged',
    atMs: at(24, 9, 50),
    sentence: 'Both were kept.',
    mine: { who: 'you, 09:47', fields: [{ label: 'Phone', before: '428', after: '482' }] },
    theirs: { who: 'Erik Dahl', fields: [{ label: 'Size', after: '26' }] },
  },
];

function Second() {
  const [company, setCompany] = useState('Vestfold Aqua');
  const [email, setEmail] = useState('ingrid.solheim@vestfold');
  return (
    <Stack gap={12}>
      <SectionHead title="Form" />
      <FormField
        label="Company"
        note={
          <Note tone="wait" icon={IconUsers}>
            May be <b>Vestfold Aqua AS</b>, Tønsberg. <TextLink href="#/company">Open it</TextLink> or keep typing.
          </Note>
        }
      >
        {(links) => <TextInput {...links} value={company} onText={setCompany} />}
      </FormField>
      <FormField label="E-mail" error="Looks unfinished: no ending like .example">
        {(links) => <TextInput {...links} value={email} onText={setEmail} />}
      </FormField>
      <FormField label="Owner" help="Reassigning asks for your permission live">
        {(links) => (
          <SelectInput {...links} value="m" options={[{ value: 'm', label: 'Mara Lindqvist' }]} onValue={nothing} />
        )}
      </FormField>
      <div>
        <SectionHead title="Inline edit" meta="rest, hover, editing, saved" />
        <FieldList label="Inline edit">
          <InlineField
            label="Size"
            value={{ kind: 'text', text: '214 people' }}
            nowMs={NOW_MS}
            onSave={() => ({ kind: 'saved' })}
          />
          <InlineField
            label="Value"
            value={{ kind: 'money', minor: 5_250_000, currency: 'EUR' }}
            nowMs={NOW_MS}
            mark="waiting"
            onSave={() => ({ kind: 'saved' })}
          />
          <InlineField
            label="Web"
            value={{ kind: 'text', text: '' }}
            nowMs={NOW_MS}
            onSave={() => ({ kind: 'refused', message: 'Refused: this field is kept by the administrator.' })}
          />
        </FieldList>
      </div>
      <div>
        <SectionHead title="Timeline" />
        <Timeline label="Timeline" entries={entries} nowMs={NOW_MS} />
      </div>
    </Stack>
  );
}

function Third() {
  return (
    <Stack gap={12}>
      <SectionHead title="Toast with undo" meta="bottom left, 8 s" />
      <Toasts
        toasts={[
          {
            id: '1',
            kind: 'done',
            text: 'Moved to Negotiation',
            action: { label: 'Undo', keys: 'Mod+Z', onPress: nothing },
          },
          {
            id: '2',
            kind: 'draft',
            text: 'Kept as a draft: needs a live check',
            action: { label: 'Why', onPress: nothing },
          },
        ]}
        onDismiss={nothing}
      />
      <div className="card" style={{ overflow: 'hidden' }}>
        <BulkBar count={12} onClear={nothing}>
          <Button size="xs" icon={IconTag} label="Tag" />
          <Button size="xs" icon={IconUser} label="Owner" />
          <BlockedButton size="xs" label="Merge" reason={mergeIsOff} />
        </BulkBar>
      </div>
      <SectionHead title="Empty states" meta="why, then what to do" />
      <EmptyState
        title="No contact matches these 2 filters"
        why="412 match without “Not lost”."
        actions={
          <>
            <Button size="xs" label="Drop that filter" />
            <Button size="xs" variant="subtle" label="Clear all" />
          </>
        }
      />
      <EmptyState title="Nothing waits" why="Everything you wrote was accepted. Last one 09:57." />
      <div>
        <SectionHead title="Not here yet" meta="only for what is not on the laptop" />
        <ul>
          {[180, 220].map((width) => (
            <ListRow
              key={width}
              lead={<SkeletonBar width={16} isDisc />}
              title={<SkeletonBar width={width} />}
              end={<SkeletonBar width={44} />}
            />
          ))}
        </ul>
      </div>
    </Stack>
  );
}

export function PartsPage() {
  return (
    <main className="sheet">
      <h1>Parts</h1>
      <div className="three">
        <First />
        <Second />
        <Third />
      </div>
    </main>
  );
}
