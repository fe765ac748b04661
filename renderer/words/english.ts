import { appWords } from './english-app.ts';
import { auditWords } from './english-audit.ts';
import { companiesWords } from './english-companies.ts';
import { contactsWords } from './english-contacts.ts';
import { dealsWords } from './english-deals.ts';
import { draftsWords } from './english-drafts.ts';
import { editWords } from './english-edit.ts';
import { healthWords } from './english-health.ts';
import { importScreenWords } from './english-import-screen.ts';
import { importWords } from './english-import.ts';
import { keyWords } from './english-keys.ts';
import { mergeWords } from './english-merge.ts';
import { passWords } from './english-pass.ts';
import { queueWords } from './english-queue.ts';
import { recordWords } from './english-record.ts';
import { recordsWords } from './english-records.ts';
import { shellWords } from './english-shell.ts';
import { statusWords } from './english-status.ts';
import { syncWords } from './english-sync.ts';
import { taskWords } from './english-tasks.ts';
import { todayWords } from './english-today.ts';
import { settingsWords } from './english-settings.ts';

/** Every sentence the parts say, in English; another language is an object with the same keys. */
export const english = {
  ...appWords,
  ...settingsWords,
  ...todayWords,
  ...taskWords,
  ...queueWords,
  ...draftsWords,
  ...passWords,
  ...mergeWords,
  ...shellWords,
  ...statusWords,
  ...syncWords,
  ...editWords,
  ...recordWords,
  ...recordsWords,
  ...contactsWords,
  ...companiesWords,
  ...importWords,
  ...dealsWords,
  ...importScreenWords,
  ...healthWords,
  ...auditWords,
  ...keyWords,
} as const;

export type WordKey = keyof typeof english;
