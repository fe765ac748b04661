import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../../main/db/connect.ts';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import { openJournal } from '../../../main/db/journal.ts';
import { userFolder, userKey } from '../../../main/engine/user-folder.ts';
import type { Field, Laptop } from './field.ts';

/**
 * Where any of these words stands on the laptop's disk, as a killed process would leave it: in the rows of every table,
 * in the journal's records, in any file as it is, and in the bytes of the database once it is decrypted.
 */
export async function findWords(
  field: Field,
  { laptop, who, words }: { readonly laptop: Laptop; readonly who: string; readonly words: readonly string[] },
): Promise<readonly string[]> {
  const user = await field.tokens(who);
  const key = await userKey(fileKeyStore(join(laptop.dataDir, 'keys')), user, true);
  const copy = `${laptop.dataDir}-copy`;
  cpSync(laptop.dataDir, copy, { recursive: true });
  try {
    const folder = userFolder(copy, user);
    const found = filesWith(copy, words);
    const journal = openJournal({ path: join(folder, 'journal'), key });
    const { records } = journal.readAll();
    journal.close();
    found.push(...namesIn(JSON.stringify(records), words).map((word) => `journal: ${word}`));
    found.push(...wordsInDatabase(join(folder, 'replica.db'), key, words));
    return found;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function wordsInDatabase(path: string, key: Uint8Array, words: readonly string[]): readonly string[] {
  const found: string[] = [];
  const connection = connect({ path, key, mode: 'write' });
  try {
    const tables = connection.prepare(`select name from sqlite_schema where type = 'table'`).all() as {
      name: string;
    }[];
    for (const { name } of tables) {
      const rows = connection.prepare(`select * from "${name}"`).all();
      const text = JSON.stringify(rows, (_key, value: unknown) => (value instanceof Uint8Array ? null : value));
      found.push(...namesIn(text, words).map((word) => `${name}: ${word}`));
    }
    connection.pragma('journal_mode = delete');
    connection.pragma(`rekey = ''`);
  } finally {
    connection.close();
  }
  return [...found, ...namesIn(readFileSync(path, 'latin1'), words).map((word) => `decrypted bytes: ${word}`)];
}

function filesWith(folder: string, words: readonly string[]): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap(({ parentPath, name }) =>
    namesIn(readFileSync(join(parentPath, name), 'latin1'), words).map((word) => `${name}: ${word}`),
  );
}

const namesIn = (text: string, words: readonly string[]): string[] =>
  words.filter((word) => text.toLowerCase().includes(word.toLowerCase()));
