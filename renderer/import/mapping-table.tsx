import { useState } from 'react';
import type { FilePreview, Reading } from '../../main/contract/transfer.ts';
import { ImportMapping, type MappingRow } from '../parts/import-mapping.tsx';
import { useWords } from '../words/words-context.ts';
import { columnVerdict } from './column-verdict.ts';
import { FIELDS_OF, READINGS } from './import-fields.ts';
import { chooseColumn, useImportState } from './import-state.ts';

/** Each column of the file: where it goes, how it is read, and why. */
export function MappingTable({ preview }: { readonly preview: FilePreview }) {
  const words = useWords();
  const { say } = words;
  const { target, choices } = useImportState();
  const [current, setCurrent] = useState<string>();
  const fields = [
    { value: '', label: say('transfer.leaveOut') },
    ...FIELDS_OF[target].map((value) => ({ value, label: say(`transfer.field.${value}`) })),
  ];
  const readings = READINGS.map((value) => ({ value, label: say(`transfer.reading.${value}`) }));
  const rows = preview.columns.map((column): MappingRow => ({
    column: column.name,
    samples: column.samples.join(', '),
    field: choices[column.index]?.field ?? '',
    fields,
    readAs: choices[column.index]?.reading ?? column.reading,
    readings,
    verdict: columnVerdict(column, words),
  }));
  const indexOf = (name: string): number => preview.columns.find((column) => column.name === name)?.index ?? -1;
  return (
    <ImportMapping
      rows={rows}
      {...(current === undefined ? {} : { currentColumn: current })}
      onColumn={setCurrent}
      onField={(column, field) => chooseColumn(indexOf(column), { field })}
      onReadAs={(column, reading) => chooseColumn(indexOf(column), { reading: reading as Reading })}
    />
  );
}
