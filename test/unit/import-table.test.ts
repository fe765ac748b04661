import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { checkImports, checkImportsIn } from '../check-imports.ts';
import { IMPORT_TABLE } from '../import-table.ts';

test('every import of the repository is in the table', () => {
  expect(checkImportsIn(resolve(import.meta.dirname, '../..'))).toEqual([]);
});

test('every folder has one rule, and rules name folders that have one', () => {
  const folders = IMPORT_TABLE.map(({ folder }) => folder);
  expect(folders).toEqual([...new Set(folders)]);
  const named = IMPORT_TABLE.flatMap(({ may }) => may).filter((folder) => folder !== '*');
  expect(named.filter((folder) => !folders.includes(folder))).toEqual([]);
});

test.each(['main/electron', 'main/browser', 'test', 'resources/scripts', 'renderer', 'sync/server'])(
  'no other folder may import %s',
  (folder) => {
    expect(IMPORT_TABLE.filter(({ may }) => may.includes(folder))).toEqual([]);
  },
);

test.each([
  { file: 'sync/model/row.ts', source: "import { z } from 'zod';" },
  { file: 'sync/merge/merge-union.ts', source: "import type { Row } from '../model/row.ts';" },
  { file: 'main/db/connect.ts', source: "import Database from 'better-sqlite3';" },
  { file: 'main/electron/window.ts', source: "import { BrowserWindow } from 'electron';" },
  { file: 'sync/server/store/open.ts', source: "import Database from 'better-sqlite3';" },
  { file: 'main/engine/host.ts', source: "const worker = new Worker(new URL('./worker.ts', import.meta.url));" },
  { file: 'test/unit/any.test.ts', source: "import '../../renderer/app/shell.tsx'; import 'electron';" },
])('$file may say $source', ({ file, source }) => {
  expect(checkImports(file, source)).toEqual([]);
});

test.each([
  { file: 'main/nowhere/a.ts', source: '', why: 'no rule' },
  { file: 'main/loose.ts', source: '', why: 'no rule' },
  { file: 'sync/model/a.ts', source: "import { readFileSync } from 'node:fs';", why: 'runs without Node' },
  { file: 'sync/model/a.ts', source: "import fs from 'fs';", why: 'runs without Node' },
  { file: 'sync/model/a.ts', source: "import { sql } from 'kysely';", why: 'only the packages zod, uuid' },
  { file: 'sync/protocol/a.ts', source: "import type { Row } from '../model/row.ts';", why: 'nothing outside itself' },
  { file: 'sync/merge/a.ts', source: "export * from '../server/store/a.ts';", why: 'only sync/model' },
  { file: 'sync/server/a.ts', source: "import '../../main/db/connect.ts';", why: 'sync/server may import only' },
  { file: 'sync/server/a.ts', source: "import Database from 'better-sqlite3';", why: 'only these open databases' },
  { file: 'sync/server/storefront/a.ts', source: "import 'better-sqlite3';", why: 'only these open databases' },
  { file: 'main/contract/a.ts', source: "type A = import('../db/schema.ts').A;", why: 'main/contract may import only' },
  {
    file: 'main/contacts/a.ts',
    source: "await import('../engine/create-engine.ts');",
    why: 'main/contacts may import',
  },
  { file: 'main/contacts/a.ts', source: 'await import(name);', why: 'nobody knows where' },
  { file: 'main/engine/a.ts', source: "import { app } from 'electron';", why: 'without Electron' },
  { file: 'main/engine/a.ts', source: "import '../electron/window.ts';", why: 'main/engine may import only' },
  { file: 'main/engine/a.ts', source: "import '../../test/fake-clock.ts';", why: 'main/engine may import only' },
  { file: 'main/db/a.ts', source: "import '../../resources/scripts/start.ts';", why: 'main/db may import only' },
  { file: 'renderer/app/a.tsx', source: "import { join } from 'node:path';", why: 'runs without Node' },
  {
    file: 'renderer/app/a.tsx',
    source: "export { type B } from '../../main/db/b.ts';",
    why: 'renderer may import only',
  },
  { file: 'renderer/app/a.tsx', source: "import '../../sync/merge/merge-union.ts';", why: 'renderer may import only' },
])('$file may not say $source', ({ file, source, why }) => {
  expect(checkImports(file, source)).toEqual([expect.stringContaining(why)]);
});
