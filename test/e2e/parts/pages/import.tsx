import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';

import { Button } from '../../../../renderer/parts/button.tsx';
import { ChoiceList } from '../../../../renderer/parts/choice-list.tsx';
import { Column, Columns, Stack } from '../../../../renderer/parts/column.tsx';
import { FormField } from '../../../../renderer/parts/form-field.tsx';
import { ImportMapping, type MappingRow } from '../../../../renderer/parts/import-mapping.tsx';
import { ImportReport } from '../../../../renderer/parts/import-report.tsx';
import { Note } from '../../../../renderer/parts/note.tsx';
import { PageHead } from '../../../../renderer/parts/page-head.tsx';
import { PlainTable } from '../../../../renderer/parts/plain-table.tsx';
import { SectionHead } from '../../../../renderer/parts/section-head.tsx';
import { SelectInput } from '../../../../renderer/parts/select-input.tsx';
import { Steps } from '../../../../renderer/parts/steps.tsx';
import { nothing, online } from '../samples.ts';
import { Shell } from '../shell.tsx';

const LINES = `opportunity_id|1C1I7A6R, Z063OYW0|External id|Text|all 8,800 different
sales_agent|Moses Frase, Darcel Schlecht, Anna Snelling|Owner|Person|30 of 30 names known
product|GTX Plus Basic, GTXPro|Product|Choice|!“GTXPro” (1,480 rows) is not in the list
account|Cancity, Isdom|Company|Link|!85 found, 1,425 rows empty
deal_stage|Won, Engaging|Stage|Choice|4 of 4 mapped
engage_date|20-10-2016, 25-10-2016|Created on|Date, day first|9,616 of 15,011 dates start with a day over 12, none has one second
close_date|01-03-2017, 11-03-2017|Closed on|Date, day first|same file, same order; 2,089 empty
close_value|1054, 4514|Value|Amount, €|!no separators; currency not in the file`;

const options = (label: string) => [
  { value: label, label },
  { value: 'skip', label: 'Leave out' },
];
const mapping: readonly MappingRow[] = LINES.split('\n').map((line) => {
  const [column = '', samples = '', field = '', readAs = '', why = ''] = line.split('|');
  const isLook = why.startsWith('!');
  return {
    column,
    samples,
    field,
    fields: options(field),
    readAs,
    readings: options(readAs),
    verdict: { kind: isLook ? 'look' : 'good', text: isLook ? why.slice(1) : why },
  };
});

const preview = [
  'GTX Plus Basic|Cancity|Won|20 Oct 2016|1 Mar 2017|1,054 €',
  'GTX Pro|Isdom|Won|25 Oct 2016|11 Mar 2017|4,514 €',
  'MG Special|no company|Engaging|25 Oct 2016|open|none',
].map((line) => line.split('|'));
const heads = ['Deal', 'Company', 'Stage', 'Created on', 'Closed on', 'Value'];

function Decide() {
  const [product, setProduct] = useState('treat');
  return (
    <Stack gap={8}>
      <div>
        <p style={{ fontWeight: 500, fontSize: 12, paddingTop: 8 }}>“GTXPro”, 1,480 rows</p>
        <p style={{ fontSize: 12, color: 'var(--s-text-2)' }}>Closest product: GTX Pro, one space apart.</p>
        <ChoiceList
          label="GTXPro"
          choices={[
            { value: 'treat', label: 'Treat as GTX Pro, remember it' },
            { value: 'new', label: 'Make a new product' },
            { value: 'empty', label: 'Leave the field empty' },
          ]}
          value={product}
          onChange={setProduct}
        />
      </div>
      <FormField label="Currency of close_value">
        {(links) => (
          <SelectInput
            {...links}
            value="EUR"
            options={[{ value: 'EUR', label: 'EUR, tenant currency' }]}
            onValue={nothing}
          />
        )}
      </FormField>
      <Note tone="accent" icon={IconArrowBackUp}>
        The whole import can be undone for 30 days, the 62 updates included.
      </Note>
    </Stack>
  );
}

const report = [
  { label: 'New deals', count: 8738 },
  { label: 'Updates, matched by external id', count: 62 },
  { label: 'Skipped', count: 0 },
  { label: 'New companies', count: 0 },
  { label: 'Deals without a company', count: 1425, isToLookAt: true, onOpen: nothing },
  { label: 'Deals without a value', count: 2089 },
];

export function ImportPage() {
  return (
    <Shell current="import" status={online}>
      <Column width="grow">
        <div style={{ borderBottom: '1px solid var(--s-line)' }}>
          <PageHead
            title="Import deals"
            beside={
              <span
                style={{ color: 'var(--s-text-3)', whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis' }}
              >
                sales_pipeline.csv, 8,800 rows, UTF-8, comma
              </span>
            }
            actions={<Steps steps={['File', 'Mapping and dry run', 'Import']} currentIndex={1} />}
          />
        </div>
        <Columns>
          <Column width="grow" isScrolling>
            <ImportMapping rows={mapping} currentColumn="product" onField={nothing} onReadAs={nothing} />
            <p style={{ padding: '8px 20px 4px' }}>
              <b style={{ fontWeight: 600 }}>Preview</b>{' '}
              <span style={{ fontSize: 12, color: 'var(--s-text-3)' }}>as the deals will be, 3 of 8,800</span>
            </p>
            <PlainTable
              label="Preview"
              rows={preview}
              getRowId={(row) => row.join()}
              columns={heads.map((label, index) => ({
                key: label,
                label,
                isEnd: index === 5,
                cell: (row: readonly string[]) => row[index],
                ...(index === 0 && { width: '27%' }),
              }))}
            />
          </Column>
          <Column width="report" isScrolling isPadded label="Dry run">
            <SectionHead title="Dry run" meta="nothing written, 1.8 s" />
            <ImportReport rows={report} />
            <SectionHead title="To decide" meta="2" />
            <Decide />
            <div style={{ flex: 1 }} />
            <div className="row" style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, paddingTop: 16 }}>
              <Button variant="subtle" label="Back" />
              <Button variant="filled" label="Import 8,800 deals" keys="Mod+Enter" />
            </div>
          </Column>
        </Columns>
      </Column>
    </Shell>
  );
}
