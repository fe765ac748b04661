import { useState } from 'react';

import { Checkbox } from '../../../../renderer/parts/checkbox.tsx';
import { Column, Columns, Stack } from '../../../../renderer/parts/column.tsx';
import { Dot } from '../../../../renderer/parts/dot.tsx';
import { FirstSyncProgress } from '../../../../renderer/parts/first-sync-progress.tsx';
import { ListRow } from '../../../../renderer/parts/list-row.tsx';
import { PageHead } from '../../../../renderer/parts/page-head.tsx';
import { SectionHead } from '../../../../renderer/parts/section-head.tsx';
import { SkeletonBar } from '../../../../renderer/parts/skeleton-bar.tsx';
import { MINUTE_MS, nothing } from '../samples.ts';
import { Shell } from '../shell.tsx';

const tasks = [
  'Confirm pilot scope with Ingrid|Vestfold Aqua|10:00',
  'Upload site photos|Brandt Logistik, Cold-chain sensors|12:00',
  'Weekly forecast note to Erik||15:00',
  'Ask for purchase order number|Norrsken Foods|17:00',
];
const deals = [
  'Cold-chain sensors|Brandt Logistik|64,000 €',
  'Sensor retrofit, hall 3|Vestfold Aqua|48,000 €',
  'Dockside flow meters|Kestrel Marine|57,300 €',
  'Renewal 2027|Aalto Paper|41,000 €',
];

export function FirstSyncPage() {
  const [isPaused, setIsPaused] = useState(false);
  return (
    <Shell
      current="today"
      status={{ kind: 'first-sync', rowsDone: 143_200, rowsTotal: 333_000, leftMs: 2 * MINUTE_MS }}
    >
      <Column width="grow">
        <PageHead
          variant="read"
          title="Welcome, Mara"
          meta="Your open deals, tasks and their people are here. The rest arrives in the background; you can work now and close the lid at any time."
        />
        <Columns>
          <Column width="grow" isScrolling isPadded>
            <Stack gap={20}>
              <div>
                <SectionHead title="Due today" meta="4" />
                <ul>
                  {tasks.map((line) => {
                    const [title = '', meta = '', time = ''] = line.split('|');
                    return (
                      <ListRow
                        key={title}
                        lead={<Checkbox label={`${title} is done`} isRound isChecked={false} onChange={nothing} />}
                        title={title}
                        meta={meta}
                        end={time}
                      />
                    );
                  })}
                </ul>
              </div>
              <div>
                <SectionHead title="My open deals" meta="27, all here" />
                <ul>
                  {deals.map((line) => {
                    const [title = '', meta = '', value = ''] = line.split('|');
                    return (
                      <ListRow
                        key={title}
                        lead={<Dot look="accent" />}
                        title={title}
                        meta={meta}
                        end={value}
                        onOpen={nothing}
                      />
                    );
                  })}
                </ul>
              </div>
              <div>
                <SectionHead title="Older activity" meta="arrives next" />
                <ul aria-label="Not on this laptop yet" aria-busy="true">
                  {[220, 260, 190].map((width) => (
                    <ListRow
                      key={width}
                      lead={<SkeletonBar width={16} isDisc />}
                      title={<SkeletonBar width={width} />}
                      end={<SkeletonBar width={52} />}
                    />
                  ))}
                </ul>
              </div>
            </Stack>
          </Column>
          <Column width="report" isScrolling isPadded label="First sync">
            <FirstSyncProgress
              rowsDone={143_200}
              rowsTotal={333_000}
              leftMs={2 * MINUTE_MS}
              parts={[
                { kind: 'arrived', label: 'My deals, tasks, people', rows: 3412 },
                { kind: 'arrived', label: 'Contacts and companies', rows: 100_212 },
                { kind: 'arrived', label: 'Deals', rows: 30_044 },
                { kind: 'arriving', label: 'Activities', done: 9532, total: 200_871 },
                { kind: 'next', label: 'Notes and files list' },
                { kind: 'next', label: 'Search index' },
              ]}
              isPaused={isPaused}
              onPause={() => setIsPaused(!isPaused)}
              onOnlyWifi={nothing}
            />
          </Column>
        </Columns>
      </Column>
    </Shell>
  );
}
