import type { Catalogue } from './message.ts';

export const importWords = {
  'import.columnInFile': 'Column in the file',
  'import.field': 'Field',
  'import.readAs': 'Read as',
  'import.why': 'Why',
  'import.fieldFor': 'Field for {column}',
  'import.readAsFor': 'Read {column} as',
  'import.dryRun': 'Dry run',
  'import.nothingWritten': 'nothing written, {time}',
  'import.mapping': 'Columns of the file',
  'import.steps': 'Steps',
  'import.stepDone': 'done',
} as const satisfies Catalogue;
