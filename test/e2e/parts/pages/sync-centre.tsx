import { IconRefresh, IconShieldLock } from '@tabler/icons-react';
import { useState } from 'react';

import { Button } from '../../../../renderer/parts/button.tsx';
import { Column, Columns } from '../../../../renderer/parts/column.tsx';
import { ConflictPanel } from '../../../../renderer/parts/conflict-panel.tsx';
import type { ConflictPick } from '../../../../renderer/parts/conflict-types.ts';
import { HintLine } from '../../../../renderer/parts/hint-line.tsx';
import { PageHead } from '../../../../renderer/parts/page-head.tsx';
import { QueueList } from '../../../../renderer/parts/queue-list.tsx';
import type { QueueItem } from '../../../../renderer/parts/queue-row.tsx';
import { SideNav } from '../../../../renderer/parts/side-nav.tsx';
import { TextLink } from '../../../../renderer/parts/text-link.tsx';
import { MINUTE_MS, nothing, onlineAgain } from '../samples.ts';
import { Shell } from '../shell.tsx';

const items: readonly QueueItem[] = [
  {
    id: '1',
    state: 'sending',
    action: 'Move stage',
    subject: 'of Cold-chain sensors, Brandt Logistik',
    fields: [{ label: 'Stage', before: 'Proposal', after: 'Negotiation' }],
    ageMs: 2 * MINUTE_MS,
    reason: 'Sent a second ago, waiting for the answer.',
  },
  {
    id: '2',
    state: 'waiting',
    action: 'Log a call',
    subject: 'with Ingrid Solheim, Vestfold Aqua',
    excerpt: '“Confirmed 10:30, gate B. Henrik joins.”',
    excerptMeta: '6 min, outgoing',
    ageMs: 6 * MINUTE_MS,
    reason: 'Next to go. Allowed by your role Account executive, checked 09:40, good until 10:10.',
  },
  {
    id: '3',
    state: 'waiting',
    action: 'Change contact',
    subject: 'Ingrid Solheim',
    fields: [{ label: 'Mobile', before: '+47 555 01 428', after: '+47 555 01 482' }],
    ageMs: 8 * MINUTE_MS,
  },
  {
    id: '4',
    state: 'waiting',
    action: 'Add 4 photos',
    subject: 'to Cold-chain sensors',
    excerpt: 'hall-a-1.jpg to hall-a-4.jpg',
    excerptMeta: '11.2 MB, kept encrypted here',
    ageMs: 11 * MINUTE_MS,
  },
  {
    id: '5',
    state: 'draft',
    action: 'Create deal',
    subject: 'Brine control 2, Tórshavn Seafood',
    fields: [{ label: 'Value', after: '38,000 €' }],
    ageMs: 9 * MINUTE_MS,
    reason: 'A new deal costs 1 credit. Checked as soon as the account service answers.',
  },
  {
    id: '6',
    state: 'draft',
    action: 'Reassign',
    subject: 'Pannon Mills to Ana Bakker',
    fields: [{ label: 'Owner', before: 'Mara Lindqvist', after: 'Ana Bakker' }],
    ageMs: 10 * MINUTE_MS,
    reason: 'Reassigning asks for your permission live. Held by you.',
  },
  {
    id: '7',
    state: 'needs-you',
    action: 'Change value',
    subject: 'of Sensor retrofit, Vestfold Aqua',
    fields: [{ label: 'Value', before: '48,000 €', after: '52,500 €' }],
    ageMs: 31 * MINUTE_MS,
    reason: 'Erik had set it to 46,000 € at 09:22, you had not seen it yet. Only this deal waits.',
  },
];

const parts = [
  { key: 'safe', label: 'Safe here', href: '#/sync-centre', count: 7 },
  { key: 'needs', label: 'Needs you', href: '#/needs-you', count: 1, tone: 'bad' as const },
  { key: 'drafts', label: 'Drafts', href: '#/sync-centre', count: 2 },
  { key: 'sent', label: 'Sent today', href: '#/sync-centre', count: 42 },
  { key: 'discarded', label: 'Discarded', href: '#/sync-centre', count: 3 },
  { key: 'merged', label: 'Merged', href: '#/sync-centre', count: 5 },
];

const hints = [
  { keys: ['J', 'K'], label: 'move' },
  { keys: ['E'], label: 'edit' },
  { keys: ['H'], label: 'hold' },
  { keys: ['Backspace'], label: 'discard' },
  { keys: ['Mod+Z'], label: 'undo', isOptional: true },
];

const foot = (
  <>
    Last contact 09:55:12
    <br />
    Last full check 09:41
    <br />
    This laptop: T14-NORTH
  </>
);

function Conflict() {
  const [pick, setPick] = useState<ConflictPick>('mine');
  const [other, setOther] = useState('');
  const results = {
    mine: 'Keep 52,500 €',
    theirs: 'Take 46,000 €',
    another: other === '' ? 'Save another value' : `Save ${other}`,
  };
  return (
    <ConflictPanel
      subject={
        <>
          Sensor retrofit, hall 3, <TextLink href="#/company">Vestfold Aqua AS</TextLink>
        </>
      }
      ageMs={31 * MINUTE_MS}
      asked={[
        {
          label: 'Value',
          before: '48,000 €, set by you on 12 Nov',
          mine: { value: '52,500 €', who: 'You, 09:24', note: 'You had not seen Erik’s yet' },
          theirs: { value: '46,000 €', who: 'Erik Dahl, 09:22', note: '“Holding asked for 4 % off”' },
        },
      ]}
      pick={pick}
      onPick={setPick}
      otherText={other}
      onOtherText={setOther}
      merged={[
        { label: 'Closes', before: '30 Nov', mine: '15 Dec', theirs: '30 Nov' },
        { label: 'Probability', before: '50 %', mine: '50 %', theirs: '75 %' },
        { label: 'Tags', before: 'pilot', mine: 'pilot, q4', theirs: 'pilot, retrofit' },
      ]}
      keptWords="Kept: 15 Dec (yours), 75 % (Erik’s), both tags. Whatever you choose, the other value stays in the history with name and time."
      confirmLabel={results[pick]}
      onConfirm={nothing}
      onLater={nothing}
      askName="Erik"
      onAsk={nothing}
    />
  );
}

function Centre({ startId }: { readonly startId: string }) {
  const [selectedId, setSelectedId] = useState(startId);
  const hasConflict = selectedId === '7';
  return (
    <Shell current="sync" status={onlineAgain} safe={7}>
      <SideNav label="Sync centre" items={parts} currentKey="safe" foot={foot} />
      <Columns>
        <Column width="grow">
          <PageHead
            variant="read"
            isOverList
            title="7 changes safe here"
            meta={
              hasConflict
                ? 'They go out by themselves.'
                : 'Back online since 09:55. They go out by themselves; one needs you.'
            }
            actions={
              <>
                {!hasConflict && <Button icon={IconShieldLock} label="Export encrypted copy" />}
                <Button icon={IconRefresh} label="Sync now" keys="R" />
              </>
            }
          />
          <QueueList
            label="Changes safe here"
            items={items}
            selectedId={selectedId}
            onSelect={setSelectedId}
            onDiscard={nothing}
            {...(!hasConflict && { onEdit: nothing, onHold: nothing })}
          />
          <HintLine lead="Oldest 31 min" hints={hints} />
        </Column>
        {hasConflict && <Conflict />}
      </Columns>
    </Shell>
  );
}

export const SyncCentrePage = () => <Centre startId="2" />;
export const NeedsYouPage = () => <Centre startId="7" />;
