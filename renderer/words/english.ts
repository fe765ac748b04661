import { editWords } from './english-edit.ts';
import { importWords } from './english-import.ts';
import { keyWords } from './english-keys.ts';
import { recordWords } from './english-record.ts';
import { shellWords } from './english-shell.ts';
import { statusWords } from './english-status.ts';
import { syncWords } from './english-sync.ts';

/** Every sentence the parts say, in English; another language is an object with the same keys. */
export const english = {
  ...shellWords,
  ...statusWords,
  ...syncWords,
  ...editWords,
  ...recordWords,
  ...importWords,
  ...keyWords,
} as const;

export type WordKey = keyof typeof english;
