/**
 * Who may import whom. Every file matches exactly one rule by the longest folder, a file without one is an error, so that
 * a new folder is a decision. `may` lists folders besides the file's own; `packages` lists what may come from
 * node_modules, where 'any' still leaves out what RESERVED keeps for others.
 */
export interface ImportRule {
  readonly folder: string;
  readonly may: readonly string[];
  readonly packages: 'any' | readonly string[];
  readonly hasNode: boolean;
}

/** Packages that only these folders may import, with the reason that the error gives. */
export const RESERVED: Readonly<Record<string, { readonly folders: readonly string[]; readonly why: string }>> = {
  electron: { folders: ['main/electron'], why: 'the engine runs without Electron, in tests and in the browser shell' },
  'better-sqlite3': { folders: ['main/db', 'sync/server/store'], why: 'only these open databases' },
};

/** Everything goes here: nothing imports them, they import anything. */
const FREE = ['test', 'resources/scripts'];

const PURE_MODEL = ['sync/model', 'sync/protocol'];

const TOPICS = [
  'activities',
  'audit',
  'companies',
  'contacts',
  'custom-fields',
  'deals',
  'files',
  'health',
  'lists',
  'live',
  'notes',
  'preferences',
  'reports',
  'search',
  'tasks',
  'transfer',
  'views',
].map((topic) => `main/${topic}`);

const BELOW_TOPICS = ['main/contract', 'main/db', 'main/gate', 'main/outbox', 'main/wrapper'];

function pure(folder: string, may: readonly string[], packages: readonly string[]): ImportRule {
  return { folder, may, packages, hasNode: false };
}

function node(folder: string, may: readonly string[]): ImportRule {
  return { folder, may, packages: 'any', hasNode: true };
}

const SYNC: readonly ImportRule[] = [
  pure('sync/protocol', [], ['zod']),
  pure('sync/model', ['sync/protocol'], ['zod', 'uuid']),
  pure('sync/merge', PURE_MODEL, ['node-diff3']),
  node('sync/wrapper-api', PURE_MODEL),
  node('sync/server', ['sync/merge', 'sync/wrapper-api', ...PURE_MODEL]),
];

const MAIN: readonly ImportRule[] = [
  pure('main/contract', PURE_MODEL, ['zod', '@orpc/contract']),
  // the full-text table is filled by the row's own transaction, with the words that search/ makes of it
  node('main/db', ['main/contract', 'main/search', ...PURE_MODEL]),
  node('main/gate', ['main/contract', 'main/db', ...PURE_MODEL]),
  node('main/wrapper', ['main/contract', 'main/db', 'main/gate', 'sync/wrapper-api', ...PURE_MODEL]),
  node('main/outbox', ['main/contract', 'main/db', 'main/gate', 'sync/merge', ...PURE_MODEL]),
  node('main/sync-client', ['main/contract', 'main/db', 'main/gate', 'main/outbox', 'sync/merge', ...PURE_MODEL]),
  ...TOPICS.map((folder) => node(folder, [...BELOW_TOPICS, ...TOPICS, ...PURE_MODEL])),
  node('main/engine', [
    ...BELOW_TOPICS,
    ...TOPICS,
    'main/sync-client',
    'sync/merge',
    'sync/wrapper-api',
    ...PURE_MODEL,
  ]),
  node('main/electron', ['main/contract', 'main/db', 'main/engine', ...PURE_MODEL]),
  node('main/browser', ['main/contract', 'main/db', 'main/engine', ...PURE_MODEL]),
];

export const IMPORT_TABLE: readonly ImportRule[] = [
  ...SYNC,
  ...MAIN,
  { folder: 'renderer', may: ['main/contract', ...PURE_MODEL], packages: 'any', hasNode: false },
  ...FREE.map((folder) => node(folder, ['*'])),
];
